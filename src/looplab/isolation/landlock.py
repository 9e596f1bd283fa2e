"""Landlock: which files may be read and written, whatever the account may, now and in children.

Also: no connections by TCP, and no signals to, and no abstract sockets of, processes outside, where
the kernel knows how. A rule holds for a folder and all below it; nothing can be taken out of one.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterable

from looplab.isolation.libc import no_new_privileges, syscall

_CREATE, _ADD, _RESTRICT = 444, 445, 446
_VERSION, _PATH_BENEATH = 1, 1

_WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 1, 1 << 2, 1 << 3
_EXECUTE, _MAKE_CHAR, _MAKE_BLOCK, _TRUNCATE = 1 << 0, 1 << 6, 1 << 11, 1 << 14
# What each version knows to forbid, of files, of the network and of other processes.
_FILES = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 4: (1 << 15) - 1, 5: (1 << 16) - 1}
_TCP, _TCP_SINCE = 3, 4
_OTHERS, _OTHERS_SINCE = 3, 6


def version() -> int:
    """What this kernel knows; raises OSError where it knows nothing of it."""
    return syscall(_CREATE, None, 0, _VERSION)


def tells_processes_apart() -> bool:
    """Whether it stops signals to processes outside. Raises OSError."""
    return version() >= _OTHERS_SINCE


def restrict(
    readable: Iterable[str],
    writable: Iterable[str],
    listable: Iterable[str] = (),
    devices: Iterable[str] = (),
) -> None:
    """Allow these, for good, to this thread and all that it starts. Raises OSError.

    ``readable``: to be read and listed; ``writable``: everything but programs and devices;
    ``listable``: names only; ``devices``: single files to read and write.
    """
    known = version()
    files = _FILES[min(known, max(_FILES))]
    ruleset = _ruleset(known, files)
    try:
        everything = files & ~(_EXECUTE | _MAKE_CHAR | _MAKE_BLOCK)
        for paths, rights in (
            (readable, _READ_FILE | _READ_DIR),
            (writable, everything),
            (listable, _READ_DIR),
            (devices, _READ_FILE | _WRITE_FILE | _TRUNCATE),
        ):
            for path in paths:
                _allow(ruleset, path, rights & files)
        _enforce(ruleset)
    finally:
        os.close(ruleset)


def scope() -> int:
    """A descriptor for ``enter_scope``, made once. Raises OSError."""
    return _ruleset(version(), 0)


def enter_scope(ruleset: int) -> None:
    """From here on: signals to this process and those that it starts, and to no other."""
    _enforce(ruleset)


def _ruleset(known: int, files: int) -> int:
    others = _OTHERS if known >= _OTHERS_SINCE else 0
    size = 8 if known < _TCP_SINCE else 16 if known < _OTHERS_SINCE else 24
    attributes = struct.pack("=QQQ", files, _TCP if files else 0, others)[:size]
    return syscall(_CREATE, attributes, len(attributes), 0)


def _allow(ruleset: int, path: str, rights: int) -> None:
    try:
        fd = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        if not os.path.isdir(path):
            rights &= _READ_FILE | _WRITE_FILE | _TRUNCATE
        syscall(_ADD, ruleset, _PATH_BENEATH, struct.pack("=Qi", rights, fd), 0)
    finally:
        os.close(fd)


def _enforce(ruleset: int) -> None:
    no_new_privileges()
    syscall(_RESTRICT, ruleset, 0)
