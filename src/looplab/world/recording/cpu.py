"""Work on a processor: how long a turn of a loop computes, and at which line.

Python code that computes does not move the virtual clock: how long it takes depends on the machine.
It is measured in thread CPU time, which another busy program does not change, and recorded apart
from everything that is compared. At which line, a thread in the background sees, which looks at
what the loops are doing from time to time; it only ever watches.
"""

from __future__ import annotations

import _thread
import sys
import time
from collections import Counter
from threading import get_ident

from looplab.world.recording.blame import Program
from looplab.world.recording.turns import Turn

# Real seconds between two looks, on each clock, and between those at a turn that goes on and on.
# Each look makes the program stop for a moment, so that there are few.
GLANCE = {"virtual": 0.05, "real": 0.25}
STARE = 0.01
# The shortest work that is worth a word, in nanoseconds.
SHORTEST = 50_000_000
# Turns that take longer than this are measured by themselves: to ask takes as long as a short one.
NOTABLE = 1_000_000

_lock = _thread.allocate_lock
_start = _thread.start_new_thread
worked = time.thread_time_ns
looked = time.perf_counter_ns


class Sampler:
    """Watches at which lines the long turns of a run's loops are."""

    def __init__(self, program: Program, clock: str) -> None:
        self._program = program
        self._glance = GLANCE[clock]
        self._turns: dict[int, Turn] = {}
        self._stopped = _lock()
        self._gone = _lock()
        self._running = False

    def watch(self, turn: Turn) -> None:
        """The calling thread runs a loop; ``turn`` is what it is doing."""
        self._turns[get_ident()] = turn
        if not self._running:
            self._running = True
            self._stopped.acquire()
            self._gone.acquire()
            _start(self._look, ())

    def stop(self) -> None:
        """Look no more."""
        if self._running:
            self._running = False
            self._stopped.release()
            self._gone.acquire()
            self._stopped, self._gone = _lock(), _lock()
        self._turns.clear()

    def _look(self) -> None:
        seen: dict[int, tuple[int, int]] = {}
        interval = self._glance
        while not self._stopped.acquire(timeout=interval):
            interval = self._glance
            for ident, turn in list(self._turns.items()):
                which = (turn.t, turn.serial)
                if turn.busy:
                    self._note(turn, ident, fresh=seen.get(ident) != which)
                    if seen.get(ident) == which:
                        interval = STARE
                seen[ident] = which
        self._gone.release()

    def _note(self, turn: Turn, ident: int, fresh: bool) -> None:
        place = self._program.place(sys._current_frames().get(ident))
        if place is not None:
            if fresh or turn.lines is None:
                turn.lines = Counter()
            turn.lines[place] += 1
