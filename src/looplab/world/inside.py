"""Which world a thread is in, and what everything that blocks asks of it.

Every replacement of a function that blocks begins with ``here()``: outside of a world, on a thread
of a notebook's kernel for example, it does what it always did.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from threading import get_ident
from types import FrameType
from typing import Any

from looplab.request import Latency
from looplab.world.clock import SECOND, VirtualClock
from looplab.world.recording.recorder import Recorder
from looplab.world.running.choosing import Chooser
from looplab.world.running.participant import Condition, Participant
from looplab.world.running.scheduler import Ended, Scheduler

# A program that waits by reading the clock would never see it move. After so many reads by the
# same function, while the clock stands still, each further read moves it by a millisecond.
PATIENCE = 200
POLL_STEP = SECOND // 1000

# What is pinned, so that a program does the same on every machine: asyncio's default executor
# has four threads more than there are cores.
CORES = 4


class NotInThisWorld(RuntimeError):
    """The program uses something that a world cannot follow: it says what to do instead."""


class World:
    """The surroundings of one run: its clock, its record, and who may run.

    ``scheduler`` is None on the real clock, where the machine decides.
    """

    def __init__(self, recorder: Recorder, latency: Latency, chooser: Chooser) -> None:
        self.recorder = recorder
        self.chooser = chooser
        self.clock = recorder.clock
        self.latency = latency
        self.thread = get_ident()
        self.cores = 0
        self.at_exit: list[tuple[Callable[..., Any], Any, Any]] = []
        # What the parts of the world keep for themselves: the network its ports, files their pipes.
        self.kept: dict[str, Any] = {}
        self.scheduler: Scheduler | None = None
        # The ports and connections of this run; only the virtual clock's world has its own.
        self.network: Any = None
        if isinstance(self.clock, VirtualClock):
            self.scheduler = Scheduler(self.clock, recorder.limits.turns)

    def rewind(self, schedule: int | list[int]) -> None:
        """Begin anew, with another schedule; every thread but this one is gone."""
        assert self.scheduler is not None and isinstance(self.clock, VirtualClock)
        self.clock.ns = 0
        self.chooser.start(schedule)
        self.scheduler.rewind()
        self.recorder.rewind()  # type: ignore[attr-defined]
        self.network.rewind()
        self.cores = 0
        self.at_exit.clear()
        # Who sits at the keyboard stays there, and what leads out of the world.
        self.kept = {name: self.kept[name] for name in ("typist", "outside") if name in self.kept}

    # ---- waiting

    def blocking(
        self,
        call: str,
        condition: Condition | None,
        seconds: float | None = None,
        *,
        idle: bool = False,
        visitors: Callable[[], bool] | None = None,
    ) -> bool:
        """Hold this thread until the condition is true, or so many virtual seconds are over.

        Returns whether it was the condition. ``call`` names what holds it; ``idle`` says that
        nothing is written where no line of the program asked for it (a pool's own waiting);
        ``visitors`` tells whether somebody from outside could end the wait.
        """
        scheduler = self.scheduler
        assert scheduler is not None
        me, t = scheduler.running, self.clock.now()
        if seconds is not None:
            # A number of the program's own making would be asked how it is to be compared.
            seconds = float(seconds)
        deadline = None if seconds is None else t + max(seconds > 0, round(seconds * SECOND))
        me.call, me.since, me.open = call, t, visitors
        try:
            return scheduler.wait(condition, deadline)
        finally:
            me.call = me.open = None
            until = self.clock.now()
            if until > t and not scheduler.over:
                self.recorder.block(call, t, until, idle=idle)

    def spend(self, call: str, seconds: float) -> None:
        """Let a call that does not wait, but works, take so many virtual seconds.

        Work on this many cores at once goes on side by side; more than that waits for one.
        """
        scheduler = self.scheduler
        assert scheduler is not None
        seconds = float(seconds)
        if seconds <= 0:
            return
        t = self.clock.now()
        try:
            if self.cores >= CORES:
                scheduler.wait(lambda: self.cores < CORES, None)
            self.cores += 1
            try:
                scheduler.wait(None, self.clock.now() + round(seconds * SECOND))
            finally:
                self.cores -= 1
        finally:
            if not scheduler.over:
                self.recorder.block(call, t, self.clock.now())

    @contextlib.contextmanager
    def timed(self, call: str, idle: bool = False) -> Iterator[None]:
        """On the real clock: what happens inside is a block of as long as it really takes."""
        t, live = self.clock.now(), self.recorder.live
        noted = None if live is None else live.blocked(call, t, idle)
        try:
            yield
        finally:
            if live is not None:
                live.released(noted)
            self.recorder.block(call, t, self.clock.now(), idle=idle)

    # ---- reading the clock

    def read(self) -> int:
        """A look at the virtual clock by the program, which may be polling it; nanoseconds."""
        scheduler = self.scheduler
        assert scheduler is not None
        me = scheduler.running
        if me.read_at != self.clock.now():
            me.read_at, me.reads, me.anchor = self.clock.now(), 0, None
            me.lines.clear()
        me.reads += 1
        if me.reads > PATIENCE:
            anchor = self._outermost()
            if anchor is not me.anchor or anchor is None:
                # Many functions that look once each are not one that waits.
                me.reads, me.anchor = 0, anchor
                me.lines.clear()
            elif anchor.f_lineno in me.lines:
                self._let_pass(scheduler, me)
            else:
                # The line after the loop that waited may look once more.
                me.lines.add(anchor.f_lineno)
        return self.clock.now()

    def _let_pass(self, scheduler: Scheduler, me: Participant) -> None:
        t = self.clock.now()
        me.call, me.since = "a loop that reads the clock", t
        try:
            scheduler.wait(None, t + POLL_STEP)
        finally:
            me.call, me.read_at = None, self.clock.now()
            if not scheduler.over:
                self.recorder.block("a loop that reads the clock", t, self.clock.now())

    def _outermost(self) -> FrameType | None:
        """The outermost function of the program in the running turn."""
        program, found = self.recorder.program, None
        frame = program.caller(3)
        while frame is not None:
            if frame.f_code is program.boundary or frame.f_code is program.outermost:
                break
            if program.owns(frame.f_code):
                found = frame
            frame = frame.f_back
        return found


_worlds: dict[int, World] = {}


def here() -> World | None:
    """The world that the calling thread is in, if it is in one."""
    return _worlds.get(get_ident())


def settle_in(world: World) -> None:
    """The calling thread is in this world from now on."""
    _worlds[get_ident()] = world


def move_out() -> None:
    """The calling thread is in no world any more."""
    _worlds.pop(get_ident(), None)


__all__ = ["CORES", "Ended", "NotInThisWorld", "World", "here", "move_out", "settle_in"]
