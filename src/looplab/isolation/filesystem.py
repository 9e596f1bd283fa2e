"""A root folder of its own: what Python needs, to be read only, and one small folder to write in.

It is built in an empty folder, of mounts that only this process and its children see. They take no
room, and are gone when the last of those processes is.
"""

from __future__ import annotations

import contextlib
import os
import stat
import struct
from collections.abc import Iterable

from looplab.isolation.libc import mount, syscall, unmount
from looplab.isolation.trees import DEVICES

# Where programs may write, the first that is free: so much, in so many files, in memory.
_WRITABLE = ("/tmp", "/var/tmp", "/usr/tmp")
_SIZE, _FILES = "16m", 1000

_NOSUID, _NODEV, _NOEXEC, _BIND, _REC, _PRIVATE = 2, 4, 8, 0x1000, 0x4000, 0x40000
_DETACH = 2
_AT_FDCWD, _AT_RECURSIVE = -100, 0x8000
_ATTR_RDONLY, _ATTR_NOSUID, _ATTR_NODEV = 1, 2, 4

# Since these calls exist they have the same numbers everywhere.
_MOUNT_SETATTR = 442
_PIVOT_ROOT = {"x86_64": 155, "aarch64": 41}


def enter(folder: str, trees: Iterable[str], hidden: Iterable[str]) -> str:
    """Build the root in this empty folder, go there, and say what can be written. Raises OSError.

    ``trees`` are readable in it under their own names, but for the ``hidden`` folders below them.
    The process has namespaces of its own, for mounts and for processes, and is the first of them.
    """
    pivot_root = _PIVOT_ROOT[os.uname().machine]
    mount(None, "/", None, _REC | _PRIVATE)
    mount("tmpfs", folder, "tmpfs", _NOSUID | _NODEV, "mode=755")
    bound: list[str] = []
    for path in sorted({_placed(folder, path) for path in trees}):
        if not any(path == other or path.startswith(other + os.sep) for other in bound):
            _bind(path, folder + path, _ATTR_RDONLY | _ATTR_NOSUID | _ATTR_NODEV)
            bound.append(path)
    for path in map(os.path.realpath, hidden):
        mount("tmpfs", folder + path, "tmpfs", _NOSUID | _NODEV, "mode=000,size=4k")
    writable = next(
        path for path in _WRITABLE if not any(each.startswith(path + os.sep) for each in bound)
    )
    _devices(folder, writable)
    os.mkdir(folder + "/proc")
    _processes(folder + "/proc")
    _make_folder(folder + writable)
    options = f"mode=1777,size={_SIZE},nr_inodes={_FILES}"
    mount("tmpfs", folder + writable, "tmpfs", _NOSUID | _NODEV | _NOEXEC, options)
    os.chdir(folder)
    # The old root comes to lie on top of the new one, and is taken away.
    syscall(pivot_root, b".", b".")
    unmount(".", _DETACH)
    os.chdir("/")
    _set("/", _ATTR_RDONLY, 0)
    return writable


def _placed(folder: str, path: str) -> str:
    """Where a path really is; the links on the way to it are made in the new root as well."""
    at = "/"
    words = [word for word in os.path.abspath(path).split(os.sep) if word]
    for i, word in enumerate(words):
        at = os.path.join(at, word)
        if os.path.islink(at):
            _make_folder(folder + os.path.dirname(at))
            with contextlib.suppress(FileExistsError):
                os.symlink(os.readlink(at), folder + at)
            target = os.path.join(os.path.dirname(at), os.readlink(at))
            return _placed(folder, os.path.join(target, *words[i + 1 :]))
    return at


def _make_folder(path: str) -> None:
    os.makedirs(path, mode=0o755, exist_ok=True)


def _bind(source: str, target: str, attributes: int) -> None:
    if os.path.isdir(source):
        _make_folder(target)
    else:
        _make_folder(os.path.dirname(target))
        os.close(os.open(target, os.O_CREAT | os.O_WRONLY | os.O_CLOEXEC, 0o644))
    mount(source, target, None, _BIND | _REC)
    _set(target, attributes, _AT_RECURSIVE)


def _set(target: str, attributes: int, flags: int) -> None:
    what = struct.pack("=QQQQ", attributes, 0, 0, 0)
    syscall(_MOUNT_SETATTR, _AT_FDCWD, os.fsencode(target), flags, what, len(what))


def _devices(folder: str, writable: str) -> None:
    _make_folder(folder + "/dev")
    for path in DEVICES:
        if os.path.exists(path) and stat.S_ISCHR(os.stat(path).st_mode):
            # Not without devices: they would be closed.
            _bind(path, folder + path, _ATTR_NOSUID)
    os.symlink("/proc/self/fd", folder + "/dev/fd")
    # Semaphores that have a name are files there.
    os.symlink(writable, folder + "/dev/shm")


def _processes(target: str) -> None:
    """The processes of this namespace, and nothing else of what the kernel tells."""
    flags = _NOSUID | _NODEV | _NOEXEC
    try:
        mount("proc", target, "proc", flags, "subset=pid,hidepid=invisible")
    except OSError:
        mount("proc", target, "proc", flags)
