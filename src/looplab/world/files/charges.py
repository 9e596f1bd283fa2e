"""What files cost, and which of them are the program's own.

On the virtual clock, with ``latency`` for ``Latency.files`` and a megabyte of 2**20 bytes:

* to open a file costs one latency, also where it cannot be opened;
* the first megabyte that is then read or written at its descriptor is included, and each further
  megabyte costs one latency as soon as it is begun. What counts is what passes between Python and
  the file. So a file of up to a megabyte costs exactly one latency, read or written at once or bit
  by bit, and one of two and a half costs three;
* ``os.fsync`` costs one latency.

It costs nothing to close a file, to seek in it, to look at folders (``os.stat``, ``os.listdir``),
and to read what belongs to Python or to the machine: libraries, ``/etc``, ``/dev``, and what Python
itself reads to import a module or to show a traceback. On the real clock all of this takes the time
that it takes.
"""

from __future__ import annotations

import os
import sys
from _thread import get_ident
from types import FrameType
from typing import Any

from looplab.world.inside import World
from looplab.world.recording.blame import LIBRARIES

MEGABYTE = 1 << 20

_FREE = (
    *LIBRARIES,
    *(os.path.abspath(prefix) + os.sep for prefix in {sys.prefix, sys.base_prefix}),
    "/etc/", "/usr/", "/proc/", "/sys/", "/dev/",
)  # fmt: skip
# Modules that read files on Python's own behalf.
_PYTHON = frozenset(("importlib", "linecache", "runpy", "tokenize", "traceback"))


def charged(world: World, path: Any) -> bool:
    """Whether it is the program that opens this file now, and a file of its own."""
    return asked_for(world, sys._getframe(2)) and not _free(world, path)


def asked_for(world: World, frame: FrameType | None) -> bool:
    """Whether what this frame does, it does for the program, and not for Python itself."""
    program = world.recorder.program
    while frame is not None:
        if program.owns(frame.f_code):
            return True
        over = frame.f_code in (program.boundary, program.outermost)
        if over or package(frame) in _PYTHON:
            return False
        frame = frame.f_back
    # A job that the program gave to a pool has no line of it in the stack.
    return get_ident() != world.thread


def package(frame: FrameType) -> str:
    """The top-level package whose code this frame runs."""
    return str(frame.f_globals.get("__name__", "")).partition(".")[0]


def _free(world: World, path: Any) -> bool:
    try:
        full = os.path.abspath(os.fsdecode(path))
    except (TypeError, ValueError):
        return True
    free = max((len(folder) for folder in _FREE if full.startswith(folder)), default=0)
    folder = world.recorder.program._folder
    # A program may live below one of Python's own folders: the nearest one counts.
    own = len(folder) if folder is not None and full.startswith(folder) else 0
    return free > own


# ---- accounts: by descriptor, for each file that was charged, its inode and the bytes moved


def _accounts(world: World) -> dict[int, list[int]]:
    return world.kept.setdefault("files", {})  # type: ignore[no-any-return]


def opened(world: World, fd: int) -> None:
    """A file was opened and paid for: from now on what is read and written there counts."""
    _accounts(world)[fd] = [os.fstat(fd).st_ino, 0]


def moved(world: World, call: str, fd: int, size: int) -> None:
    """So many bytes were read or written: wait as long as that takes."""
    if size and is_paid(world, fd):
        account = _accounts(world)[fd]
        before, account[1] = account[1], account[1] + size
        begun = -(-account[1] // MEGABYTE) - max(1, -(-before // MEGABYTE))
        if begun > 0:
            world.blocking(call, None, begun * world.latency.files)


def is_paid(world: World, fd: int) -> bool:
    """Whether this descriptor is one of a file that was charged when it was opened."""
    account = _accounts(world).get(fd)
    # It may have been closed meanwhile, and be another file's by now.
    return account is not None and account[0] == os.fstat(fd).st_ino
