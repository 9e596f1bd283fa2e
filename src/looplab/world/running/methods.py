"""How the loops of asyncio come to ask the world: their methods are replaced, loop by loop.

All of ``asyncio.base_events.BaseEventLoop``, through which every loop on a selector passes, however
it was made. Loops that were there before, and those of threads outside, stay as they are. uvloop is
not one of them; a program that imports it is told so.
"""

from __future__ import annotations

from asyncio import base_events
from typing import Any

from looplab.world.inside import World, here
from looplab.world.moments.times import loop_time
from looplab.world.recording.cpu import Sampler
from looplab.world.recording.mute import Mute
from looplab.world.running.bare import BareLoop
from looplab.world.running.loop import Loop

_REPLACED = (
    "_run_once",
    "_call_soon",
    "_timer_handle_cancelled",
    "call_soon_threadsafe",
    "call_at",
    "time",
)


class Loops:
    """All loops of one world."""

    def __init__(self, world: World, sampler: Sampler) -> None:
        self._world = world
        self._sampler = sampler
        self.known: list[Any] = []

    def watch(self, loop: Any) -> None:
        """From now on this loop asks the world."""
        self.known.append(loop)
        if isinstance(self._world.recorder, Mute):
            bare = BareLoop(self._world, loop)
            loop._run_once, loop.call_at = bare.run_once, bare.call_at
            loop.time = loop_time
            return
        mine = Loop(self._world, loop, self._sampler)

        def run_once() -> None:
            try:
                mine.run_once()
            except BaseException:
                # sys.exit or Ctrl-C in the middle of a turn.
                mine.leave()
                raise

        loop._run_once = run_once
        loop._call_soon = mine.call_soon
        loop.call_soon_threadsafe = mine.call_soon_threadsafe
        loop.call_at = mine.call_at
        if mine.virtual:
            loop.time = loop_time
        if self._world.recorder.live is not None:
            loop._timer_handle_cancelled = mine.timer_cancelled

    def release(self) -> None:
        """The world is left: its loops are what they were."""
        for loop in self.known:
            for name in _REPLACED:
                loop.__dict__.pop(name, None)

    def patches(self) -> list[tuple[Any, str, Any]]:
        """What to replace: owner, name, replacement."""
        base = base_events.BaseEventLoop
        real_init: Any = base.__init__

        def init(loop: Any, *args: Any, **options: Any) -> None:
            real_init(loop, *args, **options)
            if here() is self._world:
                self.watch(loop)

        return [(base, "__init__", init)]
