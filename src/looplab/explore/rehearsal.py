"""Running one program again and again in one world, with as little around it as possible."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import random
import sys
from types import ModuleType
from typing import Any, Self

from looplab.request import Request
from looplab.staging import executed, program_of
from looplab.world import Ended, enter_muted, finish, rewind
from looplab.world.recording.mute import Mute
from looplab.world.running.bare import Pool

# Runs after which garbage is collected: each run leaves some in circles.
CLEAN = 200


class Rehearsal:
    """A world in which the program begins anew with every schedule."""

    def __init__(self, request: Request, module: ModuleType) -> None:
        self._request = request
        self._module = module
        self._name, self._file = module.__name__, module.__file__
        self._program = program_of(request, Rehearsal.run)
        self._undo = contextlib.ExitStack()
        self._runs = 0

    def __enter__(self) -> Self:
        with contextlib.ExitStack() as undo:
            self._pool = Pool()
            self._world = undo.enter_context(enter_muted(self._request, self._program))
            undo.callback(self._pool.close)
            for module in (asyncio, asyncio.events):
                undo.callback(setattr, module, "new_event_loop", module.new_event_loop)
                module.new_event_loop = self._pool.new_event_loop  # type: ignore[attr-defined]
            undo.callback(setattr, asyncio, "run", asyncio.run)
            asyncio.run = self._pool.run
            self._undo = undo.pop_all()
        return self

    def __exit__(self, *reason: object) -> None:
        # Last words are spoken while nobody listens.
        self._set()
        gc.collect()
        self._undo.close()

    def run(self, schedule: int | list[int]) -> tuple[str, list[tuple[int, int]]]:
        """Run once: what tells this outcome from others, and the choices that were taken."""
        world = self._world
        recorder, scheduler = world.recorder, world.scheduler
        assert scheduler is not None and isinstance(recorder, Mute)
        self._runs += 1
        if self._runs % CLEAN == 0:
            gc.collect()
        rewind(world, self._request, schedule)
        random.seed(self._request.seed)
        self._set()
        sys.modules.pop("submission", None)
        result: Any = None
        try:
            result, status, error = executed(self._request, self._module, self._program)
            finish(world)
            recorder.finish(status, result, error)
        except Ended:
            pass
        taken = world.chooser.taken
        if len(scheduler.threads) > 1:
            scheduler.unwind()
        return recorder.outcome(), taken

    def _set(self) -> None:
        """The module is as empty as a new one."""
        names = self._module.__dict__
        names.clear()
        names.update(__name__=self._name, __file__=self._file, __builtins__=__builtins__)
