"""Who a process is: another account, without capabilities, whose memory nobody may read."""

from __future__ import annotations

import os
import struct
from collections.abc import Iterable

from looplab.isolation.libc import PR_SET_DUMPABLE, prctl, syscall
from looplab.isolation.namespaces import NOBODY

# What the first process of a sandbox needs, if it is root, for children that are nobody.
DAC_OVERRIDE, FOWNER, KILL, SETGID, SETUID = 1, 3, 5, 6, 7

_CAPSET = {"x86_64": 126, "aarch64": 91}
_VERSION = 0x20080522


def keep_capabilities(kept: Iterable[int] = ()) -> None:
    """Give up all but these, for good. Raises OSError."""
    mask = sum(1 << each for each in kept)
    # Two halves, each: effective, permitted, inheritable.
    data = struct.pack("=6I", mask, mask, 0, 0, 0, 0)
    syscall(_CAPSET[os.uname().machine], struct.pack("=Ii", _VERSION, 0), data)


def become_nobody() -> None:
    """From root to the account that owns nothing; capabilities go with it. Raises OSError."""
    os.setgroups([])
    os.setresgid(NOBODY, NOBODY, NOBODY)
    os.setresuid(NOBODY, NOBODY, NOBODY)


def hide_memory() -> None:
    """No process of the same account may look into this one. Raises OSError."""
    prctl(PR_SET_DUMPABLE, 0)
