"""What a program that is watched does right now: read from its board, while it may be held."""

from __future__ import annotations

import contextlib
import os
import re
import sysconfig
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from looplab.board import (
    BLOCKS,
    ELSEWHERE,
    IN_TURN,
    LOOK,
    QUEUE,
    SEEN,
    TELL,
    TURNS,
    WAITS,
    Board,
    Note,
)
from looplab.timeline import visible
from looplab.trace import Event

SECOND = 1_000_000_000

_MOST_LINES = 100

# So many nanoseconds no thread of the program has run: it is asked for its stack.
_SILENT = SECOND // 5

_FRAME = re.compile(r'^  File "(.*)", line (\d+) in ', re.MULTILINE)
_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_FOLDERS = [sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")]
_LIBRARIES = tuple(os.path.abspath(path) + os.sep for path in (*_FOLDERS, _PACKAGE) if path)


@dataclass(frozen=True)
class Open:
    """Something that has begun and goes on: since ``t``, in seconds since the start of the run.

    A ``turn`` or a ``block`` holds the loop (``block``: outside of any turn), a ``thread`` holds
    only itself; who is to ``wait`` does so at least until ``due``, where that is known.
    """

    state: Literal["turn", "block", "thread", "wait", "ready"]
    who: str
    t: float
    due: float | None = None
    file: str | None = None
    line: int | None = None

    @property
    def place(self) -> str:
        """``file:line``, or nothing where it is not known."""
        return "" if self.file is None else f"{self.file}:{self.line}"


@dataclass(frozen=True)
class Sight:
    """One look: the time on the clock of the trace, and all that goes on."""

    now: float
    open: tuple[Open, ...]

    @property
    def hold(self) -> Open | None:
        """What holds the loop, for the longest time if there are several loops."""
        holds = [each for each in self.open if each.state in ("turn", "block")]
        return min(holds, key=lambda each: each.t, default=None)

    @property
    def late(self) -> tuple[str, ...]:
        """Who is ready while the loop is taken."""
        return tuple(each.who for each in self.open if each.state == "ready")


class Eyes:
    """Looks at one program. ``tell`` sends it a signal; what it answers is read at ``stacks``."""

    def __init__(
        self,
        board: Board,
        stacks: int,
        tell: Callable[[int], None],
        script: str,
        folder: str | None,
    ) -> None:
        self._board, self._stacks, self._tell = board, stacks, tell
        self._script = script
        self._folder = None if folder is None else os.path.abspath(folder) + os.sep
        self._asked: tuple[int, int, int] | None = None
        self._answer = ""
        # Of turns in which nothing in the program could run: by their begin in nanoseconds, the
        # line that was told, and for how long.
        self._told_lines: dict[int, tuple[tuple[str, int], int]] = {}

    def look(self) -> Sight | None:
        """What goes on right now; None before the program has begun."""
        board = self._board
        origin = board.origin
        if origin is None:
            return None
        now = time.perf_counter_ns()
        calls = list(board.notes(BLOCKS, WAITS - BLOCKS))
        turns = list(board.notes(TURNS, SEEN - TURNS))
        found = [self._turn(turn, calls, now) for turn in turns]
        inside = {turn.ident for turn in turns}
        for call in calls:
            if call.kind == ELSEWHERE or (call.kind != IN_TURN and call.ident not in inside):
                place = (call.file, call.line) if call.file else None
                found.append((call, "thread" if call.kind == ELSEWHERE else "block", place))
        found += self._others(turns, now)

        def seconds(t: int) -> float:
            return max(0.0, round((t - origin) / SECOND, 6))

        return Sight(
            seconds(now),
            tuple(
                Open(
                    state,
                    visible(note.who, 60),
                    seconds(note.t),
                    seconds(note.due) if note.due else None,
                    visible(place[0], 60) if place else None,
                    place[1] if place else None,
                )
                for note, state, place in found
                if note.t <= now
            ),
        )

    # ---- who holds the loop, and where

    def _turn(self, turn: Note, calls: list[Note], now: int) -> _Found:
        for call in calls:
            if call.kind == IN_TURN and call.ident == turn.ident and call.t >= turn.t:
                return turn, "turn", (call.file, call.line) if call.file else None
        return turn, "turn", self._told(turn, now) or self._seen(turn)

    def _seen(self, turn: Note) -> tuple[str, int] | None:
        """What the thread in the program's background saw."""
        for seen in self._board.notes(SEEN + turn.slot - TURNS, 1):
            if seen.turn == turn.n and seen.file:
                return seen.file, seen.line
        return None

    def _told(self, turn: Note, now: int) -> tuple[str, int] | None:
        """What the program answers when no thread of it can run: a call keeps the lock."""
        looks = list(self._board.notes(LOOK, 1))
        if not TELL or not looks or now - max(looks[0].t, turn.t) < _SILENT:
            return None
        question = (turn.slot, turn.n, looks[0].n)
        if question != self._asked:
            self._hear()
            self._asked, self._answer = question, ""
            self._tell(TELL)
        self._hear()
        place = self._place(self._answer)
        if place is not None and len(self._told_lines) < _MOST_LINES:
            self._told_lines[turn.t] = place, now - max(looks[0].t, turn.t)
        return place

    def corrected(self, event: Event) -> Event:
        """A turn with the line that held it, where nobody inside could see which that was."""
        origin = self._board.origin
        if event.kind != "turn" or origin is None or not self._told_lines:
            return event
        for t, (place, silence) in self._told_lines.items():
            # Within the error of a float: a turn has no other one as near.
            if (
                abs((t - origin) / SECOND - event.t) < 1e-6
                and 2 * silence > event.duration * SECOND
            ):
                return replace(event, file=place[0], line=place[1])
        return event

    def _hear(self) -> None:
        with contextlib.suppress(BlockingIOError):
            while data := os.read(self._stacks, 1 << 16):
                self._answer = (self._answer + data.decode("utf-8", "replace"))[-(1 << 16) :]

    def _place(self, stack: str) -> tuple[str, int] | None:
        """The innermost line of the program in a stack as faulthandler writes it."""
        for file, line in _FRAME.findall(stack):
            if file == self._script:
                return file, int(line)
            path = os.path.abspath(file)
            if (
                self._folder
                and path.startswith(self._folder)
                and not (path.startswith(_LIBRARIES) or file.startswith("<"))
            ):
                return path[len(self._folder) :], int(line)
        return None

    # ---- who waits

    def _others(self, turns: list[Note], now: int) -> list[_Found]:
        """Who waits, and who could run if the loop were free: since the moment that is due."""
        current = {turn.n for turn in turns if turn.slot == TURNS}
        held = {turn.who for turn in turns}
        queue = {
            note.who: note
            for note in self._board.notes(QUEUE, LOOK - QUEUE)
            if note.turn in current
        }
        found: list[_Found] = []
        for note in self._board.notes(WAITS, QUEUE - WAITS):
            if note.who in held:
                continue
            found.append((note, "wait", None))
            if turns and note.due and note.who not in queue:
                queue[note.who] = _since(note, note.due)
        return found + [(note, "ready", None) for note in queue.values() if note.who not in held]


_Found = tuple[Note, Literal["turn", "block", "thread", "wait", "ready"], tuple[str, int] | None]


def _since(note: Note, t: int) -> Note:
    return Note(note.slot, note.n, t, 0, 0, 0, 0, note.ident, note.who, "", "")
