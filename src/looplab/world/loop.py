"""The event loop, seen from outside: one turn after the other, on the world's clock.

Timers that are due at the same instant run in the order in which they were set (on a real clock
they differ by nanoseconds; ``heapq`` alone would order equal ones at random); a schedule may pick
another order.
"""

from __future__ import annotations

import asyncio
import heapq
import itertools
from threading import get_ident
from types import BuiltinMethodType, FunctionType
from typing import Any

from looplab.world.actors import periodic_of, unwrap
from looplab.world.blame import Place, suspended_at
from looplab.world.clock import (
    MONOTONIC_START,
    SECOND,
    EndlessTime,
    NothingToWaitFor,
    VirtualClock,
)
from looplab.world.deadlock import deadlock
from looplab.world.handles import Callback, Ties, Timer, report
from looplab.world.recorder import Ended, Recorder, Turn


class Loop:
    """Runs the turns of every loop in the world's thread, and tells the recorder of them."""

    def __init__(self, recorder: Recorder, schedule: int | list[int] | None) -> None:
        self.recorder = recorder
        self.clock = recorder.clock
        self.thread = get_ident()
        self._ties = Ties(schedule)
        self._seq = itertools.count()
        # Files of the program. Looked up by name: to hash a code object takes as long as to run it.
        self._own_files: set[str] = set()
        self._turn = Turn()
        self.met: Any = None
        self.virtual = isinstance(self.clock, VirtualClock)
        # Whether a callback of the program has this turn, and what it has scheduled so far.
        self.own = False
        self.first: Callback | Timer | None = None
        self.others: list[Callback | Timer] = []
        # In a turn of library code: since when that turn could run. Whom it wakes could, too.
        self.ready_since: int | None = None
        self._still = 0
        self._still_at = -1
        # Lines above the loop's own frame belong to whoever started the loop, not to this turn.
        recorder.program.boundary = Loop.run_once.__code__

    def call_at(self, loop: Any, when: Any, callback: Any, args: Any, context: Any) -> Timer:
        """Set a timer for the loop time ``when``."""
        if when is None:
            raise TypeError("when cannot be None")
        loop._check_closed()
        if loop._debug:
            loop._check_thread()
            loop._check_callback(callback, "call_at")
        if self.virtual:
            # Sums of floats differ in their last digits; on a clock without noise that would
            # decide who goes first.
            when = round(when, 6)
        timer = Timer(when, callback, args, loop, context)
        timer.seq = next(self._seq)
        timer.actor = None
        timer.set_at = self.clock.now()
        timer.n = self.recorder.number()
        timer.place = self.recorder.program.place(self.recorder.program.caller())
        if self.own and self.first is None:
            self.first = timer
        elif self.own:
            self.others.append(timer)
        heapq.heappush(loop._scheduled, timer)
        timer._scheduled = True  # type: ignore[attr-defined]
        return timer

    # ---- running

    def run_once(self, loop: Any) -> None:
        """One iteration: wait, find what is due, run all that was ready."""
        recorder = self.recorder
        if recorder.over:
            raise Ended
        if loop is not self.met:
            self.met = loop
            recorder.loops.setdefault(recorder.thread())
        scheduled, ready = loop._scheduled, loop._ready
        while scheduled and scheduled[0]._cancelled:
            loop._timer_cancelled_count -= 1
            heapq.heappop(scheduled)._scheduled = False
        if ready or loop._stopping:
            found = loop._selector.select(0)
        else:
            found = self._wait(loop, scheduled[0]._when if scheduled else None)
        if found:
            loop._process_events(found)
        if scheduled:
            self._move_due(loop)
        if self.virtual:
            self._watch_for_spinning(len(ready))
        # This is the hot path: what can be looked up once is, and a short turn of one of the
        # program's own functions, in which nothing happens, costs a few assignments.
        turn, grain, now, popleft = self._turn, self.clock.grain, self.clock.now, ready.popleft
        own_files = self._own_files
        recorder.turn = turn
        until = now()
        for _ in range(len(ready)):
            handle = popleft()
            if handle._cancelled:
                continue
            turn.t = t = until
            turn.n = 0
            callback = handle._callback
            if (
                type(callback) is FunctionType
                and callback.__code__.co_filename in own_files
                and type(handle) is Callback
                and t - handle.ready_at < grain
            ):
                turn.call, turn.actor, self.own = callback, handle.actor, True
            else:
                self._begin(turn, handle)
            try:
                # What Handle._run does, without another call in every turn.
                handle._context.run(callback, *handle._args)
            except (SystemExit, KeyboardInterrupt):
                raise
            except BaseException as error:
                report(loop, handle, error)
            finally:
                until = now()
                if turn.noted or until - t >= grain:
                    recorder.turn_over(turn, until)
                first = self.first
                if first is not None:
                    if self.others:
                        self._hand_on(turn, first)
                    else:
                        first.actor = turn.actor or recorder.actor_of(turn)
                    self.first = None
                elif turn.task is not None:
                    if not turn.task.done():
                        recorder.suspended(recorder.actors.of_task(turn.task), until)
                    turn.task = None
                elif self.ready_since is not None:
                    self.ready_since = None
        # Nothing of the program is kept alive: its last words are heard when it is collected.
        handle = callback = first = recorder.turn = turn.call = turn.actor = None
        self.own = False

    def _wait(self, loop: Any, due: float | None) -> list[Any]:
        try:
            return self.clock.wait(loop._selector.select, due)
        except EndlessTime:
            self.recorder.endless()
        except NothingToWaitFor:
            deadlock(self.recorder, loop)

    def _move_due(self, loop: Any) -> None:
        scheduled = loop._scheduled
        end = loop.time() + loop._clock_resolution
        due: list[Timer] = []
        while scheduled and scheduled[0]._when < end:
            timer = heapq.heappop(scheduled)
            timer._scheduled = False
            due.append(timer)
        if len(due) > 1:
            due = self._ties.order(due)
        loop._ready.extend(due)

    def _watch_for_spinning(self, turns: int) -> None:
        if self.clock.now() != self._still_at:
            self._still, self._still_at = 0, self.clock.now()
        self._still += turns
        most = self.recorder.limits.turns
        if self._still > most:
            self.recorder.stop(
                "cpu-limit",
                "Spinning",
                f"the loop took {most:,} turns one after the other and never waited",
            )

    def _owns(self, function: Any) -> bool:
        return self.recorder.program.owns(getattr(function, "__code__", None))

    def _begin(self, turn: Turn, handle: Any) -> None:
        callback = handle._callback
        task = getattr(callback, "__self__", None)
        if isinstance(task, asyncio.Task):
            self._begin_step(turn, handle, task)
            return
        function = unwrap(callback, handle._args)
        turn.call, turn.actor = function, None
        ready_at = self._when_ready(handle, turn.t)
        if self._owns(function):
            if function is callback and type(callback) is FunctionType:
                self._own_files.add(callback.__code__.co_filename)
            self.own = True
            if type(handle) is Timer or turn.t - ready_at >= self.clock.grain:
                self._resume_chain(turn, handle, ready_at)
            else:
                turn.actor = getattr(handle, "actor", None)
            return
        self.ready_since, self.own = ready_at, False
        periodic = periodic_of(function)
        if periodic is not None and type(handle) is Timer:
            turn.actor = self.recorder.actors.of_periodic(periodic)
            turn.actor.since, turn.actor.n = handle.set_at, handle.n
            self.recorder.resumed(turn.actor, ready_at, ready_at, lambda: handle.place)
            # The tick itself is a task, which begins next: this was only its alarm.
            turn.clear()

    def _begin_step(self, turn: Turn, handle: Any, task: asyncio.Task[Any]) -> None:
        recorder = self.recorder
        turn.task = task
        turn.actor = actor = recorder.actors.of_task(task)
        self.own = False
        recorder.resumed(
            actor,
            self._when_ready(handle, turn.t),
            turn.t,
            lambda: suspended_at(task.get_coro(), recorder.program),
        )

    def _when_ready(self, handle: Any, t: int) -> int:
        if type(handle) is Callback:
            return handle.ready_at
        return self._due(handle, t) if type(handle) is Timer else t

    def _resume_chain(self, turn: Turn, handle: Callback | Timer, ready_at: int) -> None:
        if handle.actor is None:
            handle.actor = self.recorder.actors.of_callback(turn.call)  # type: ignore[arg-type]
        turn.actor = handle.actor
        place: Place | None = None
        if type(handle) is Timer:
            turn.actor.since, turn.actor.n, place = handle.set_at, handle.n, handle.place
        self.recorder.resumed(turn.actor, ready_at, turn.t, lambda: place)

    def _hand_on(self, turn: Turn, first: Callback | Timer) -> None:
        """Where a callback scheduled one callback, that is the same actor going on."""
        callbacks = [h for h in (first, *self.others) if self._is_a_callback(h)]
        self.others.clear()
        if len(callbacks) == 1:
            callbacks[0].actor = turn.actor or self.recorder.actor_of(turn)

    def _is_a_callback(self, handle: Any) -> bool:
        if handle._cancelled or isinstance(handle._callback, BuiltinMethodType):
            return False
        return self._owns(unwrap(handle._callback, handle._args))

    def _due(self, timer: Any, t: int) -> int:
        if self.virtual:
            due: int = round(timer._when * SECOND) - MONOTONIC_START
        else:
            due = t - round((self.clock.loop_time() - timer._when) * SECOND)
        return max(int(timer.set_at), min(due, t))
