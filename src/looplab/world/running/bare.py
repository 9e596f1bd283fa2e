"""The turns of a loop that nobody watches: what is left of ``loop`` when only the order counts.

It takes the same turns as a watched loop with the same schedule.
"""

from __future__ import annotations

import asyncio
import heapq
import itertools
from collections.abc import Callable
from typing import Any

from looplab.world.inside import World, here
from looplab.world.network.selecting import is_alone, waits_in_loop
from looplab.world.running.choosing import Chooser
from looplab.world.running.handles import Timer, report
from looplab.world.running.scheduler import Ended


class BareLoop:
    """Runs the turns of one event loop, one at a time, as the chooser picks them."""

    def __init__(self, world: World, loop: Any) -> None:
        self.loop = loop
        self._world = world
        self._chooser: Chooser = world.chooser
        self._seq = itertools.count()
        self._still = 0
        self._still_at = -1

    def call_at(self, when: Any, callback: Any, *args: Any, context: Any = None) -> Timer:
        """As the loop's own."""
        if when is None:
            raise TypeError("when cannot be None")
        loop = self.loop
        loop._check_closed()
        timer = Timer(float(round(when, 6)), callback, args, loop, context)
        timer.seq = next(self._seq)
        heapq.heappush(loop._scheduled, timer)
        timer._scheduled = True  # type: ignore[attr-defined]
        return timer

    def run_once(self) -> None:
        """Wait, find what is due, and run what is ready, one after the other, as it is picked."""
        loop, world, chooser = self.loop, self._world, self._chooser
        recorder, scheduled, ready = world.recorder, loop._scheduled, loop._ready
        if recorder.over:
            raise Ended
        while scheduled and scheduled[0]._cancelled:
            loop._timer_cancelled_count -= 1
            heapq.heappop(scheduled)._scheduled = False
        idle = not ready and not loop._stopping
        found = waits_in_loop(world, loop, idle, scheduled[0]._when if scheduled else None)
        if found:
            loop._process_events(found)
        owns, alone = recorder.program.owns_function, is_alone(world, loop)
        while True:
            if scheduled:
                end = world.clock.loop_time() + loop._clock_resolution
                while scheduled and scheduled[0]._when < end:
                    timer = heapq.heappop(scheduled)
                    timer._scheduled = False
                    ready.append(timer)
            if not ready:
                return
            self._watch_for_spinning()
            handle = ready.popleft() if len(ready) == 1 else chooser.next_of(ready, owns)
            if not handle._cancelled:
                try:
                    handle._context.run(handle._callback, *handle._args)
                except (SystemExit, KeyboardInterrupt, Ended):
                    raise
                except BaseException as error:
                    report(loop, handle, error)
            if not alone or loop._stopping or recorder.over or not is_alone(world, loop):
                return

    def _watch_for_spinning(self) -> None:
        now = self._world.clock.now()
        if now != self._still_at:
            self._still, self._still_at = 0, now
        self._still += 1
        if self._still > self._world.recorder.limits.turns:
            self._world.recorder.stop("cpu-limit", "Spinning", "it never waited")


class Pool:
    """Loops that are used again: to make one costs more than a small program."""

    def __init__(self) -> None:
        self._idle: list[Any] = []
        self._all: list[Any] = []
        self._new: Callable[[], Any] = asyncio.new_event_loop

    def new_event_loop(self) -> Any:
        """As ``asyncio.new_event_loop``."""
        if self._idle:
            loop = self._idle.pop()
            loop._closed = False
            return loop
        loop = self._new()
        self._all.append(loop)
        really = loop.close
        own = len(loop._selector.get_map())

        def close() -> None:
            if loop.is_closed():
                return
            fresh = len(loop._selector.get_map()) == own and loop._default_executor is None
            if loop.is_running() or not fresh or loop._signal_handlers:
                self._all.remove(loop)
                del loop.close
                really()
                return
            loop._ready.clear()
            loop._scheduled.clear()
            loop._timer_cancelled_count = 0
            loop._stopping = loop._asyncgens_shutdown_called = False
            loop._executor_shutdown_called = False
            loop._exception_handler = loop._task_factory = None
            loop._asyncgens.clear()
            loop.set_debug(False)
            loop._closed = True
            self._idle.append(loop)

        loop.close = close
        return loop

    def run(self, main: Any, *, debug: bool | None = None) -> Any:
        """As ``asyncio.run``, with what it does at the end only where there is anything to do."""
        loop = self.new_event_loop()
        try:
            asyncio.set_event_loop(loop)
            if not asyncio.iscoroutine(main):
                raise ValueError(f"a coroutine was expected, got {main!r}")
            return loop.run_until_complete(loop.create_task(main))
        finally:
            world = here()
            try:
                if world is not None and not world.recorder.over:
                    _wind_up(loop)
            finally:
                asyncio.set_event_loop(None)
                loop.close()

    def close(self) -> None:
        """Close all of them for good."""
        for loop in self._all:
            loop.__dict__.pop("close", None)
            loop._closed = False
            if not loop.is_running():
                loop.close()


def _wind_up(loop: Any) -> None:
    if asyncio.all_tasks(loop):
        asyncio.runners._cancel_all_tasks(loop)  # type: ignore[attr-defined]
    if loop._asyncgens:
        loop.run_until_complete(loop.shutdown_asyncgens())
    if loop._default_executor is not None:
        loop.run_until_complete(loop.shutdown_default_executor())
