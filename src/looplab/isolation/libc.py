"""Calls to libc and to the kernel that Python has no function for."""

from __future__ import annotations

import ctypes
import os

_libc = ctypes.CDLL(None, use_errno=True)

PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4
PR_SET_SECCOMP = 22
PR_SET_CHILD_SUBREAPER = 36
PR_SET_NO_NEW_PRIVS = 38


def _checked(result: int, what: str) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
    return result


def prctl(option: int, first: int = 0, second: int = 0) -> int:
    """As prctl(2). Raises OSError."""
    arguments = [ctypes.c_ulong(each) for each in (first, second, 0, 0)]
    return _checked(_libc.prctl(ctypes.c_int(option), *arguments), f"prctl {option}")


def syscall(number: int, *arguments: int | bytes | None) -> int:
    """As syscall(2); a whole number is as wide as a register. Raises OSError."""
    wide = [ctypes.c_long(each) if isinstance(each, int) else each for each in arguments]
    return _checked(_libc.syscall(ctypes.c_long(number), *wide), f"syscall {number}")


def unshare(flags: int) -> None:
    """As unshare(2): only in a process with one thread. Raises OSError."""
    _checked(_libc.unshare(ctypes.c_int(flags)), "unshare")


def mount(source: str | None, target: str, kind: str | None, flags: int, data: str = "") -> None:
    """As mount(2). Raises OSError."""
    words = [None if word is None else os.fsencode(word) for word in (source, target, kind)]
    result = _libc.mount(*words, ctypes.c_ulong(flags), data.encode() or None)
    _checked(result, f"mount {target}")


def unmount(target: str, flags: int) -> None:
    """As umount2(2). Raises OSError."""
    _checked(_libc.umount2(os.fsencode(target), ctypes.c_int(flags)), f"umount {target}")


def no_new_privileges() -> None:
    """From now on no program that is started gains anything: layers may not be used to fool one."""
    prctl(PR_SET_NO_NEW_PRIVS, 1)
