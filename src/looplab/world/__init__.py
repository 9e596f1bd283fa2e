"""What a program runs in: one clock, one loop watched from outside, and a record of it all.

Read in this order: clock (how time passes), actors (who acts), blame (at which line), recorder
(what is written down), handles and loop (who may run), methods and generators (how asyncio and
Tornado are made to ask it), deadlock (when nobody may), output (what is said), beyond (what is
refused).
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import sys
import time
from collections.abc import Callable, Iterator
from threading import get_ident
from typing import Any

from tornado.ioloop import IOLoop

from looplab.request import Request
from looplab.trace import Event
from looplab.world.actors import Task
from looplab.world.beyond import guard, thread_patches
from looplab.world.blame import Program
from looplab.world.clock import RealClock, VirtualClock, virtual_time_functions
from looplab.world.generators import generator_patches
from looplab.world.loop import Loop
from looplab.world.methods import loop_patches
from looplab.world.output import Lines, log_patches, warnings_heard
from looplab.world.recorder import Ended, Recorder

__all__ = ["Ended", "Recorder", "enter"]


@contextlib.contextmanager
def enter(request: Request, program: Program, sink: Callable[[Event], None]) -> Iterator[Recorder]:
    """Let what runs inside this context run in a world; its events go to ``sink``.

    Only the calling thread is in the world. Everything is put back on leaving.
    """
    clock = VirtualClock(request.limits.virtual) if request.clock == "virtual" else RealClock()
    recorder = Recorder(clock, program, request.limits, sink)
    loop = Loop(recorder, request.schedule)
    Task.numbers = itertools.count(1)
    patches: list[tuple[Any, str, Any]] = [
        *loop_patches(loop),
        *generator_patches(recorder, loop),
        *log_patches(recorder),
        (asyncio.tasks, "Task", Task),
        (asyncio, "as_completed", _as_completed),
        (asyncio.tasks, "as_completed", _as_completed),
        (sys, "stdout", Lines(recorder, "stdout")),
        (sys, "stderr", Lines(recorder, "stderr")),
        (sys, "unraisablehook", sys.__unraisablehook__),
    ]
    thread = get_ident()
    if isinstance(clock, VirtualClock):
        clock.on_polling = lambda t, until: recorder.block("a loop that reads the clock", t, until)
        inside = virtual_time_functions(clock, recorder.sleep, lambda: get_ident() == thread)
        patches += [(time, name, function) for name, function in inside.items()]
        patches += thread_patches()
    else:
        patches.append((time, "sleep", recorder.sleep))
    with contextlib.ExitStack() as undo:
        undo.callback(_close_loops, set(IOLoop._ioloop_for_asyncio))
        for owner, name, replacement in patches:
            undo.callback(setattr, owner, name, getattr(owner, name))
            setattr(owner, name, replacement)
        undo.enter_context(warnings_heard(recorder))
        if isinstance(clock, VirtualClock):
            guard.watch(True)
            undo.callback(guard.watch, False)
        yield recorder


def _close_loops(known: set[asyncio.AbstractEventLoop]) -> None:
    """Close what the program left open: Tornado keeps each loop for ever, with its descriptors."""
    for loop in set(IOLoop._ioloop_for_asyncio) - known:
        IOLoop._ioloop_for_asyncio.pop(loop, None)
        if not loop.is_running() and not loop.is_closed():
            loop.close()


_real_as_completed: Any = asyncio.as_completed


def _as_completed(fs: Any, *, timeout: float | None = None) -> Any:
    """asyncio's own puts coroutines in a set first, and so starts them in any order."""
    if asyncio.iscoroutine(fs) or asyncio.isfuture(fs):
        return _real_as_completed(fs, timeout=timeout)  # which says what is wrong with that
    return _real_as_completed([asyncio.ensure_future(f) for f in fs], timeout=timeout)
