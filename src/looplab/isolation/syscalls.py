"""Numbers of calls to the kernel, on the processors whose numbers are known.

Those of aarch64 are from the kernel's table and were never tried.
"""

from __future__ import annotations

# What no program of a lab does, and what an attack would: other programs, mounts, other processes'
# memory, the machine's clock and settings, the large new interfaces, in which holes are found, and
# messages and memory of System V, which stay when a program ends.
_X86 = """
execve 59 execveat 322 ptrace 101 process_vm_readv 310 process_vm_writev 311 kcmp 312
mount 165 umount2 166 pivot_root 155 chroot 161 unshare 272 setns 308
bpf 321 perf_event_open 298 userfaultfd 323 keyctl 250 add_key 248 request_key 249
init_module 175 finit_module 313 delete_module 176 kexec_load 246 kexec_file_load 320 reboot 169
swapon 167 swapoff 168 acct 163 quotactl 179 personality 135 syslog 103 vhangup 153
settimeofday 164 clock_settime 227 adjtimex 159 clock_adjtime 305 sethostname 170 setdomainname 171
open_by_handle_at 304 name_to_handle_at 303 fanotify_init 300 fanotify_mark 301
setpriority 141 ioprio_set 251 migrate_pages 256 move_pages 279
ioperm 173 iopl 172 modify_ldt 154 uselib 134 lookup_dcookie 212
shmget 29 semget 64 msgget 68 mq_open 240
"""
_ARM = """
execve 221 execveat 281 ptrace 117 process_vm_readv 270 process_vm_writev 271 kcmp 272
mount 40 umount2 39 pivot_root 41 chroot 51 unshare 97 setns 268
bpf 280 perf_event_open 241 userfaultfd 282 keyctl 219 add_key 217 request_key 218
init_module 105 finit_module 273 delete_module 106 kexec_load 104 kexec_file_load 294 reboot 142
swapon 224 swapoff 225 acct 89 quotactl 60 personality 92 syslog 116 vhangup 58
settimeofday 170 clock_settime 112 adjtimex 171 clock_adjtime 266 sethostname 161 setdomainname 162
open_by_handle_at 265 name_to_handle_at 264 fanotify_init 262 fanotify_mark 263
setpriority 140 ioprio_set 30 migrate_pages 238 move_pages 239 lookup_dcookie 18
shmget 194 semget 190 msgget 186 mq_open 180
"""
_BOTH = """
io_uring_setup 425 io_uring_enter 426 io_uring_register 427 open_tree 428 move_mount 429 fsopen 430
fsconfig 431 fsmount 432 fspick 433 pidfd_getfd 438 process_madvise 440 mount_setattr 442
quotactl_fd 443 process_mrelease 448
"""


def _numbers(text: str) -> dict[str, int]:
    words = text.split()
    return {name: int(number) for name, number in zip(words[::2], words[1::2], strict=True)}


REFUSED = {
    "x86_64": _numbers(_X86) | _numbers(_BOTH),
    "aarch64": _numbers(_ARM) | _numbers(_BOTH),
}
# Allowed for the calling process itself, whose number is then given as 0.
ONLY_ITSELF = {
    "x86_64": _numbers(
        "prlimit64 302 sched_setaffinity 203 sched_setscheduler 144 sched_setparam 142 "
        "sched_setattr 314"
    ),
    "aarch64": _numbers(
        "prlimit64 261 sched_setaffinity 122 sched_setscheduler 119 sched_setparam 118 "
        "sched_setattr 274"
    ),
}
# Of files that cannot even be opened: who may do what, whose they are, and when they were changed.
# Landlock knows nothing of these.
CHANGES = {
    "x86_64": _numbers(
        "chmod 90 fchmodat 268 chown 92 lchown 94 fchownat 260 utime 132 utimes 235 futimesat 261 "
        "utimensat 280 setxattr 188 lsetxattr 189 removexattr 197 lremovexattr 198 "
        "fchmodat2 452 setxattrat 463 removexattrat 466"
    ),
    "aarch64": _numbers(
        "fchmodat 53 fchownat 54 utimensat 88 setxattr 5 lsetxattr 6 removexattr 14 "
        "lremovexattr 15 fchmodat2 452 setxattrat 463 removexattrat 466"
    ),
}
SOCKETS = {
    "x86_64": _numbers("socket 41 socketpair 53 connect 42"),
    "aarch64": _numbers("socket 198 socketpair 199 connect 203"),
}
CLONES = {"x86_64": _numbers("clone 56 clone3 435"), "aarch64": _numbers("clone 220 clone3 435")}
# How the kernel names a processor's set of numbers.
AUDIT = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
