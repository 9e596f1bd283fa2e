"""How events are written: numbered by their beginning, handed on as soon as they are over."""

from __future__ import annotations

import itertools
from _thread import allocate_lock
from collections import deque
from collections.abc import Callable
from threading import get_ident
from typing import TYPE_CHECKING, Any

from looplab.trace import Event
from looplab.world.clock import SECOND, Clock
from looplab.world.recording.blame import Place
from looplab.world.recording.turns import Block, Turn

if TYPE_CHECKING:
    from looplab.world.recording.live import Live

# So many turns, waits and reasons are enough for any picture; a program that makes more of them
# has the rest counted, not written.
DETAIL = 20_000


class Writer:
    """Gives each event to ``sink``. After the end event nothing is written any more.

    ``turns`` holds, by thread, the turn of the loop that runs there; a thread that is not in it
    runs no callback at the moment. Times are nanoseconds here and seconds in the events.
    """

    def __init__(self, clock: Clock, sink: Callable[[Event], None]) -> None:
        self.clock = clock
        self.over = False
        # What notes for somebody who watches now; mostly nobody does.
        self.live: Live | None = None
        self.turns: dict[int, Turn] = {}
        self._next = itertools.count(1).__next__
        self._origin = clock.origin
        self._sink = sink
        self._sinking = allocate_lock()
        # The threads that hand on just now, and what their own signal handlers say meanwhile.
        self._handing: set[int] = set()
        self._meanwhile: deque[Event] = deque()
        self._detail = 0
        # Calls that may go on with the next one of the same line, by thread.
        self._blocks: dict[int, Block] = {}

    def number(self) -> int:
        """The number of an event that begins now.

        A turn gets its own before the first event in it; most turns have none and need none.
        """
        turn = self.turns.get(get_ident())
        if turn is not None and not turn.n:
            turn.n = self._next()
        return self._next()

    def emit(
        self, kind: str, t: int, until: int | None = None, n: int | None = None, **fields: Any
    ) -> None:
        """Hand on one event. Does nothing once the run is over."""
        if self.over:
            return
        if self._blocks:
            self._end_of_block(get_ident())
        number = self.number() if n is None else n
        seconds = None if until is None else (until - self._origin) / SECOND
        event = Event(kind, number, (t - self._origin) / SECOND, seconds, **fields)
        self._meanwhile.append(event)
        me = get_ident()
        if me in self._handing:
            return
        self._handing.add(me)
        try:
            with self._sinking:
                while self._meanwhile:
                    self._sink(self._meanwhile.popleft())
        finally:
            self._handing.discard(me)

    def _detailed(
        self, kind: str, t: int, until: int, n: int | None, place: Place | None, **fields: Any
    ) -> None:
        self._detail += 1
        if self._detail <= DETAIL:
            file, line = place or (None, None)
            self.emit(kind, t, until, n, file=file, line=line, **fields)

    def _end_of_block(self, ident: int) -> None:
        block = self._blocks.pop(ident, None)
        if block is None:
            return
        turn, fields, held = block.turn, block.fields, block.until - block.t
        if turn is not None and held > turn.held and "file" in fields:
            turn.held = held
            turn.place = (fields["file"], fields["line"])
        self.emit("block", block.t, block.until, block.n, **fields)

    def thread_over(self) -> None:
        """The running thread ends: what it began to write is written."""
        self._end_of_block(get_ident())
