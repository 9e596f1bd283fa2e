"""The board: shared memory on which a program that is watched live notes what goes on right now.

The program writes, whoever watches it reads, in another process and at any time: neither waits for
the other, so that the picture moves while the program's loop is blocked. What is over is told by
the trace; here stands only what has begun.
"""

from __future__ import annotations

import mmap
import os
import signal
import struct
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass

# One note: its version, begin and due time (nanoseconds on the trace's clock; 0 is an empty note),
# the version of the turn it is about, line, kind, thread, who, file, call; and the version again.
_NOTE = struct.Struct("<QqqQiiQ128s128s48sQ")
_HEADER = struct.Struct("<8sq")
_MAGIC = b"looplab1"

# The places on the board: so many notes of each sort.
TURNS, SEEN, BLOCKS, WAITS, QUEUE, LOOK = 0, 4, 8, 24, 88, 112
_SLOTS = 113
_SIZE = 1 << 16

# Whose thread a call holds: one of the program's own, that of the loop, that of the loop in a turn.
ELSEWHERE, HOME, IN_TURN = 0, 1, 2


# Sent by who watches when no thread of the program can run, not even the one that looks on: the
# handler of faulthandler, which is written in C, tells the line all the same. Hardly any program
# uses this signal; a system without it does without that line.
TELL = getattr(signal, "SIGRTMAX", 0) and signal.SIGRTMAX - 3


@dataclass(frozen=True)
class Note:
    """What is going on: since ``t``, and until ``due`` where that is known; nanoseconds.

    ``slot`` is its place on the board. ``n`` counts what was written at this place;
    ``turn`` is the ``n`` of the turn it is about.
    """

    slot: int
    n: int
    t: int
    due: int
    turn: int
    line: int
    kind: int
    ident: int
    who: str
    file: str
    call: str


class Board:
    """The memory itself; ``fd`` is what a child inherits to open the same one."""

    def __init__(self, fd: int) -> None:
        self.fd = fd
        self.memory = mmap.mmap(fd, _SIZE)
        self._written = [0] * _SLOTS

    @classmethod
    def new(cls) -> Board:
        """An empty board, for a child that is to be watched."""
        if hasattr(os, "memfd_create"):
            fd = os.memfd_create("looplab", os.MFD_CLOEXEC)
        else:  # pragma: no cover - elsewhere than on Linux
            with tempfile.TemporaryFile() as file:
                fd = os.dup(file.fileno())
        os.ftruncate(fd, _SIZE)
        return cls(fd)

    def close(self) -> None:
        """Let go of the memory."""
        self.memory.close()
        os.close(self.fd)

    # ---- the program's side

    def begin(self, origin: int) -> None:
        """The program starts; its clock showed ``origin`` nanoseconds."""
        _HEADER.pack_into(self.memory, 0, _MAGIC, origin)

    def write(
        self,
        slot: int,
        t: int,
        *,
        due: int = 0,
        turn: int = 0,
        line: int = 0,
        kind: int = 0,
        ident: int = 0,
        who: str = "",
        file: str = "",
        call: str = "",
    ) -> int:
        """Put a note at a place of the board. Returns its version."""
        self._written[slot] = n = self._written[slot] + 1
        texts = (text.encode("utf-8", "replace") for text in (who, file, call))
        at = _HEADER.size + slot * _NOTE.size
        _NOTE.pack_into(self.memory, at, n, t, due, turn, line, kind, ident, *texts, n)
        return n

    def turn(self, slot: int, t: int, ident: int, who: str) -> None:
        """Note that a turn begins: as ``write``, but fast, since there may be thousands of them."""
        self._written[slot] = n = self._written[slot] + 1
        at, name = _HEADER.size + slot * _NOTE.size, who.encode("utf-8", "replace")
        _NOTE.pack_into(self.memory, at, n, t, 0, 0, 0, 0, ident, name, b"", b"", n)

    def clear(self, slot: int) -> None:
        """Take a note off."""
        if self.holds(slot):
            self.turn(slot, 0, 0, "")

    def version(self, slot: int) -> int:
        """How often something was written at this place."""
        return self._written[slot]

    def holds(self, slot: int) -> bool:
        """Whether there is a note at this place."""
        at = _HEADER.size + slot * _NOTE.size + 8
        return self._written[slot] > 0 and any(self.memory[at : at + 8])

    def leave(self) -> None:
        """Write elsewhere from now on, where nobody reads."""
        self.memory = mmap.mmap(-1, _SIZE)

    # ---- the watcher's side

    @property
    def origin(self) -> int | None:
        """What the program's clock showed when it started; None while it has not."""
        magic, origin = _HEADER.unpack_from(self.memory)
        return origin if magic == _MAGIC else None

    def notes(self, first: int, count: int) -> Iterator[Note]:
        """The notes at these places that are there."""
        for slot in range(first, first + count):
            note = self._note(slot)
            if note is not None:
                yield note

    def _note(self, slot: int) -> Note | None:
        """One note; None where there is none, or it is being written again and again.

        The copy is whole if the versions at both of its ends agree, and a second copy is the same:
        a writer between the two leaves either ends that differ, or another version.
        """
        begin = _HEADER.size + slot * _NOTE.size
        for _ in range(8):
            first = self.memory[begin : begin + _NOTE.size]
            n, t, due, turn, line, kind, ident, who, file, call, again = _NOTE.unpack(first)
            if n == again and first == self.memory[begin : begin + _NOTE.size]:
                texts = (_text(raw) for raw in (who, file, call))
                return Note(slot, n, t, due, turn, line, kind, ident, *texts) if t else None
        return None


def _text(raw: bytes) -> str:
    # A long text may have been cut in the middle of a letter.
    return raw.rstrip(b"\0").decode("utf-8", "ignore")
