"""Work on a processor: how long a turn of a loop computes, and at which line.

Python code that computes does not move the virtual clock: how long it takes depends on the machine.
It is measured in thread CPU time, which another busy program does not change, and recorded apart
from everything that is compared. At which line, a thread in the background sees, which looks at
what the loops are doing from time to time; it only ever watches.
"""

from __future__ import annotations

import _thread
import os
import signal
import sys
import time
from collections import Counter
from threading import get_ident
from typing import TYPE_CHECKING

from looplab.world.recording.blame import Program
from looplab.world.recording.turns import Turn

if TYPE_CHECKING:
    from looplab.world.recording.live import Live

# Real seconds between two looks, on each clock, and between those at a turn that goes on and on.
# Each look makes the program stop for a moment, so that there are few.
GLANCE = {"virtual": 0.05, "real": 0.25}
STARE = 0.01
# Between two looks where somebody watches live.
LIVE = 0.05
# The shortest work that is worth a word, in nanoseconds.
SHORTEST = 50_000_000
# Turns that take longer than this are measured by themselves: to ask takes as long as a short one.
NOTABLE = 1_000_000

# So many looks at nothing, and it is over.
PATIENCE = 40

_start = _thread.start_new_thread
_sleep = time.sleep
_getpid = os.getpid
_mask = signal.pthread_sigmask
worked = time.thread_time_ns
looked = time.perf_counter_ns


class Sampler:
    """Watches at which lines the long turns of a run's loops are."""

    def __init__(self, program: Program, clock: str, live: Live | None = None) -> None:
        self.glance = GLANCE[clock] if live is None else LIVE
        self._program = program
        self._live = live
        self._turns: dict[int, Turn] = {}
        self._seen: dict[int, tuple[int, int]] = {}

    def watch(self, turn: Turn) -> None:
        """The calling thread runs a loop; ``turn`` is what it is doing."""
        self._turns[get_ident()] = turn
        _eyes.turn_to(self)

    def stop(self) -> None:
        """Look no more."""
        _eyes.turn_from(self)
        self._turns.clear()

    def look(self) -> float:
        """Note where long turns are. Returns the seconds until the next look."""
        interval = self.glance
        for ident, turn in list(self._turns.items()):
            which = (turn.t, turn.serial)
            if turn.busy:
                self._note(turn, ident, fresh=self._seen.get(ident) != which)
                if self._seen.get(ident) == which:
                    interval = STARE if self._live is None else LIVE / 2
            self._seen[ident] = which
        if self._live is not None:
            self._live.looked()
        return interval

    def _note(self, turn: Turn, ident: int, fresh: bool) -> None:
        place = self._program.place(sys._current_frames().get(ident))
        if place is not None:
            if fresh or turn.lines is None:
                turn.lines = Counter()
            turn.lines[place] += 1
        if self._live is not None and not fresh:
            self._live.seen(ident, place)


class _Eyes:
    """The thread that looks. To start one for each run would take longer than most runs.

    It stays for a while when there is nothing to look at, and goes when nothing comes.
    """

    def __init__(self) -> None:
        self._sampler: Sampler | None = None
        self._process = 0
        self._idle = 0

    def turn_to(self, sampler: Sampler) -> None:
        self._sampler, self._idle = sampler, 0
        # A copy of this process has its own to start.
        if self._process != _getpid():
            self._process = _getpid()
            # No signal is for this thread: one that the program blocks would get through here.
            before = _mask(signal.SIG_BLOCK, signal.valid_signals())
            try:
                _start(self._look_on, ())
            finally:
                _mask(signal.SIG_SETMASK, before)

    def turn_from(self, sampler: Sampler) -> None:
        if self._sampler is sampler:
            self._sampler = None

    def _look_on(self) -> None:
        interval = GLANCE["virtual"]
        while True:
            _sleep(interval)
            sampler = self._sampler
            if sampler is not None:
                interval = sampler.look()
                continue
            interval = GLANCE["virtual"]
            self._idle += 1
            if self._idle > PATIENCE:
                self._process = 0
                return


_eyes = _Eyes()
