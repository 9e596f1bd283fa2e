"""Who goes on in a callback: the chains of callbacks that are one actor, and the steps of tasks."""

from __future__ import annotations

import asyncio
import heapq
import itertools
from collections.abc import Callable
from threading import get_ident
from types import BuiltinMethodType, FunctionType
from typing import Any

from looplab.world.clock import MONOTONIC_START, SECOND
from looplab.world.inside import World
from looplab.world.recording.actors import periodic_of, unwrap
from looplab.world.recording.blame import Place, suspended_at
from looplab.world.recording.live import Spot
from looplab.world.recording.turns import Turn
from looplab.world.running.handles import Callback, Timer


class Chains:
    """What is scheduled in one loop, by whom; its methods stand in for those of the loop."""

    def __init__(self, world: World, loop: Any) -> None:
        self.loop = loop
        self.world = world
        self.recorder = world.recorder
        self.clock = world.clock
        self._owns = world.recorder.program.owns_function
        self.virtual = world.scheduler is not None
        # Where the turns are noted for somebody who watches now.
        self.spot: Spot | None = None
        self._seq = itertools.count()
        # Files of the program. Looked up by name: to hash a code object takes as long as to run it.
        self._own_files: set[str] = set()
        self._turn = Turn()
        # Whether a callback of the program has this turn, and what it has scheduled so far.
        self.own = False
        self.first: Callback | Timer | None = None
        self.others: list[Callback | Timer] = []
        # Since when a descriptor's callback could run: from when the data was there.
        self._arrived: dict[Any, int] = {}
        # As ``_call_soon`` of asyncio's loop.
        self.call_soon = self._soon()

    def _soon(self) -> Callable[..., Callback]:
        """``call_soon`` as a closure: with ``run_once`` the hot path, where each look-up counts."""
        mine, turn, loop, now = self, self._turn, self.loop, self.clock.now
        append = loop._ready.append

        def call_soon(callback: Any, args: Any, context: Any) -> Callback:
            handle = Callback(callback, args, loop, context)
            handle.actor = None
            if mine.own:
                handle._ready_at = now()
                if mine.first is None:
                    mine.first = handle
                else:
                    mine.others.append(handle)
            else:
                since = turn.ready_since
                handle._ready_at = now() if since is None else since
            append(handle)
            return handle

        return call_soon

    def call_soon_threadsafe(self, callback: Any, *args: Any, context: Any = None) -> Any:
        """As the loop's own. From another thread it is none of what the running turn schedules."""
        loop = self.loop
        loop._check_closed()
        if loop._debug:
            loop._check_callback(callback, "call_soon_threadsafe")
        if get_ident() == loop._thread_id:
            handle = self.call_soon(callback, args, context)
        else:
            handle = Callback(callback, args, loop, context)
            handle.actor, handle._ready_at = None, self.clock.now()
            loop._ready.append(handle)
        if handle._source_traceback:  # type: ignore[attr-defined]
            del handle._source_traceback[-1]  # type: ignore[attr-defined]
        loop._write_to_self()
        return handle

    def call_at(self, when: Any, callback: Any, *args: Any, context: Any = None) -> Timer:
        """Set a timer for the loop time ``when``."""
        if when is None:
            raise TypeError("when cannot be None")
        loop = self.loop
        loop._check_closed()
        if loop._debug:
            loop._check_thread()
            loop._check_callback(callback, "call_at")
        if self.virtual:
            # Sums of floats differ in their last digits; on a clock without noise that would
            # decide who goes first. And it is no number of the program's own making.
            when = float(round(when, 6))
        timer = Timer(when, callback, args, loop, context)
        timer.seq = next(self._seq)
        timer.actor = None
        timer._set_at = self.clock.now()
        timer.n = self.recorder.number()
        timer.place = self.recorder.program.place(self.recorder.program.caller())
        if self.own and self.first is None:
            self.first = timer
        elif self.own:
            self.others.append(timer)
        if self.spot is not None:
            self.spot.sets(callback, args, self._moment(when, timer._set_at))
        heapq.heappush(loop._scheduled, timer)
        timer._scheduled = True  # type: ignore[attr-defined]
        return timer

    def timer_cancelled(self, timer: Any) -> None:
        """As the loop's own, where somebody watches: who waited for this timer waits no more."""
        type(self.loop)._timer_handle_cancelled(self.loop, timer)
        if self.recorder.live is not None and getattr(timer, "actor", None) is not None:
            self.recorder.live.goes_on(timer.actor)

    # ---- whose turn it is

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
            if type(handle) not in (Timer, Callback):
                # What a descriptor's data called: whoever asked for it with add_reader.
                turn.actor = self.recorder.actors.of_callback(function)
                self.recorder.resumed(turn.actor, ready_at, turn.t, lambda: None)
            elif type(handle) is Timer or turn.t - ready_at >= self.clock.grain:
                self._resume_chain(turn, handle, ready_at)
            else:
                turn.actor = getattr(handle, "actor", None)
            return
        turn.ready_since, self.own = ready_at, False
        periodic = periodic_of(function)
        if periodic is not None and type(handle) is Timer:
            turn.actor = self.recorder.actors.of_periodic(periodic)
            turn.actor.since, turn.actor.n = handle._set_at, handle.n
            self.recorder.resumed(turn.actor, ready_at, ready_at, lambda: handle.place)
            # The tick itself is a task, which begins next: this was only its alarm.
            turn.clear()

    def _begin_step(self, turn: Turn, handle: Any, task: asyncio.Task[Any]) -> None:
        recorder = self.recorder
        turn.task = task
        turn.actor = actor = recorder.actors.of_task(task)
        self.own = False
        ready_at = self._when_ready(handle, turn.t)
        # A library's own task hands its lateness on to whomever it starts, as its callbacks do.
        turn.ready_since = ready_at if actor.hidden else None
        recorder.resumed(
            actor,
            ready_at,
            turn.t,
            lambda: suspended_at(task.get_coro(), recorder.program),
        )

    def _when_ready(self, handle: Any, t: int) -> int:
        if type(handle) is Callback:
            return handle._ready_at
        if type(handle) is Timer:
            return self._due(handle, t)
        return self._arrived.pop(handle, t)

    def _resume_chain(self, turn: Turn, handle: Callback | Timer, ready_at: int) -> None:
        if handle.actor is None:
            handle.actor = self.recorder.actors.of_callback(turn.call)  # type: ignore[arg-type]
        turn.actor = handle.actor
        place: Place | None = None
        if type(handle) is Timer:
            turn.actor.since, turn.actor.n, place = handle._set_at, handle.n, handle.place
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
        return max(int(timer._set_at), min(self._moment(timer._when, t), t))

    def _moment(self, when: float, t: int) -> int:
        """The loop time ``when`` on the trace's clock, which shows ``t``."""
        if self.virtual:
            return round(when * SECOND) - MONOTONIC_START
        return t - round((self.clock.loop_time() - when) * SECOND)
