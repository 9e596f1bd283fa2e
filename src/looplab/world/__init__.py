"""What a program runs in: one clock for all its threads, and a record of who held whom, and where.

Read in this order, each folder as its ``__init__`` says.

``clock`` and ``moments``: a clock, and what a program sees of it.
``inside`` and ``running``: which world a thread is in; who may run, thread by thread, turn by turn.
``waiting``, ``network``, ``files``, ``processes``: what they wait for. Modules that a program may
import later: ``late``. What is refused: ``foreign``; what is not to be found: ``hidden``.
``recording``: what is written down.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import itertools
import sys
from collections.abc import Callable, Iterator
from typing import Any

from tornado.ioloop import IOLoop

from looplab.request import Request
from looplab.trace import Event
from looplab.world import foreign, late
from looplab.world.clock import RealClock, VirtualClock
from looplab.world.files import console, descriptors, keyboard, opening, pipes
from looplab.world.hidden import in_sight
from looplab.world.inside import World, move_out, settle_in
from looplab.world.moments import alarms, chance, dates, hashing, times
from looplab.world.network import connections, hosts, selecting, serving
from looplab.world.processes import children, copies, reaping, starting, workers
from looplab.world.recording import stuck
from looplab.world.recording.actors import Task
from looplab.world.recording.blame import Program
from looplab.world.recording.cpu import Sampler
from looplab.world.recording.live import Live, Watched
from looplab.world.recording.mute import Mute
from looplab.world.recording.output import Lines, log_patches, warnings_heard
from looplab.world.recording.recorder import Recorder
from looplab.world.running import generators
from looplab.world.running.choosing import Chooser
from looplab.world.running.methods import Loops
from looplab.world.running.scheduler import Ended, Scheduler
from looplab.world.waiting import locks, signalling, signals, threads

__all__ = [
    "Ended",
    "Recorder",
    "Watched",
    "World",
    "end_of_computing",
    "enter",
    "enter_muted",
    "finish",
    "rewind",
]

finish = threads.finish
end_of_computing = stuck.end_of_computing


def enter(
    request: Request,
    program: Program,
    sink: Callable[[Event], None],
    watched: Watched | None = None,
) -> contextlib.AbstractContextManager[World]:
    """Let what runs inside this context run in a world; its events go to ``sink``.

    The calling thread is in the world, and all threads that are started from there. Everything is
    put back on leaving. What goes on at the moment is noted where it is ``watched``.
    """
    clock = VirtualClock(request.limits.virtual) if request.clock == "virtual" else RealClock()
    recorder = Recorder(clock, program, request.limits, sink)
    if watched is not None:
        recorder.live = Live(recorder, watched)
    return _entered(request, recorder)


def enter_muted(request: Request, program: Program) -> contextlib.AbstractContextManager[World]:
    """The same, on the virtual clock, for a program that runs again and again: see ``Mute``."""
    clock = VirtualClock(request.limits.virtual)
    return _entered(request, Mute(clock, program, request.limits))


def rewind(world: World, request: Request, schedule: int | list[int]) -> None:
    """Begin anew in a muted world, with another schedule; everything of the last run is gone."""
    children.leave_none(world)
    world.rewind(schedule)
    chance.seed_chance(world, request.seed)


@contextlib.contextmanager
def _entered(request: Request, recorder: Recorder) -> Iterator[World]:
    chooser = Chooser(request.schedule, request.ties_only)
    world = World(recorder, request.latency, chooser)
    sampler = Sampler(recorder.program, request.clock, recorder.live)
    loops = Loops(world, sampler)
    recorder.before_the_end.append(sampler.stop)
    recorder.before_the_end.append(lambda: children.leave_none(world))
    scheduler = world.scheduler
    if scheduler is not None:
        pipes.outside(world)
        world.network = hosts.Network(world)
        driven = request.inputs is not None
        scheduler.on_stuck = lambda: stuck.end_where_all_wait(world, driven)
        scheduler.on_endless = lambda: stuck.end_of_time(world)
        scheduler.on_spinning = lambda: stuck.end_of_patience(world)
        scheduler.choose = chooser.pick if chooser.steps else None
    Task.numbers = itertools.count(1)
    chance.seed_chance(world, request.seed)
    with contextlib.ExitStack() as undo:
        undo.enter_context(signals.as_in_a_new_process(world))
        undo.enter_context(dates.in_utc(world))
        undo.callback(children.leave_none, world)
        if scheduler is not None:
            undo.callback(world.network.close)
        undo.callback(_close_loops, set(IOLoop._ioloop_for_asyncio), loops.known)
        undo.enter_context(_replaced(_patches(recorder, loops)))
        undo.enter_context(late.patches_of(_LATE))
        undo.enter_context(console.attended(world))
        undo.enter_context(warnings_heard(recorder))
        undo.callback(loops.release)
        undo.callback(sampler.stop)
        undo.callback(move_out)
        if scheduler is not None:
            undo.callback(_unwind, scheduler)
        settle_in(world)
        yield world


@contextlib.contextmanager
def _replaced(patches: list[tuple[Any, str, Any]]) -> Iterator[None]:
    before = [(owner, name, getattr(owner, name)) for owner, name, _ in patches]
    try:
        for owner, name, replacement in patches:
            setattr(owner, name, replacement)
        yield
    finally:
        for owner, name, real in reversed(before):
            setattr(owner, name, real)


def _patches(recorder: Recorder, loops: Loops) -> list[tuple[Any, str, Any]]:
    """What is replaced: owner, name, replacement."""
    return [
        *loops.patches(),
        *([] if isinstance(recorder, Mute) else generators.patches(recorder)),
        *log_patches(recorder),
        *times.patches(),
        *locks.patches(recorder.clock.name == "virtual"),
        *threads.patches(),
        *selecting.patches(),
        *hosts.patches(),
        *connections.patches(),
        *descriptors.patches(),
        *opening.patches(),
        *keyboard.patches(),
        *dates.patches(),
        *chance.patches(),
        *hashing.patches(),
        *starting.patches(),
        *reaping.patches(),
        *copies.patches(),
        *signalling.patches(),
        *alarms.patches(),
        (asyncio.tasks, "Task", Task),
        (asyncio, "as_completed", _as_completed),
        (asyncio.tasks, "as_completed", _as_completed),
        (sys, "stdout", Lines(recorder, "stdout")),
        (sys, "stderr", Lines(recorder, "stderr")),
        (sys, "unraisablehook", sys.__unraisablehook__),
    ]


def _of_databases() -> list[tuple[Any, str, Any]]:
    with in_sight():
        from looplab.world.files import databases

    return databases.patches()


# What is replaced in modules that few programs import.
_LATE = {
    "socketserver": serving.socketserver_patches,
    "sqlite3": _of_databases,
    "bcrypt": hashing.of_bcrypt,
    "uvloop": foreign.of_uvloop,
    "concurrent.futures.process": workers.of_pools,
    "multiprocessing.process": copies.multiprocessing_patches,
    "tornado.process": reaping.tornado_patches,
    "gevent.hub": foreign.of_hub,
    "gevent.monkey": foreign.of_monkey,
}


def _unwind(scheduler: Scheduler) -> None:
    """End the threads that are left, and let go of what they had, while the world still hears."""
    left = len(scheduler.threads) > 1
    scheduler.unwind()
    if left:
        gc.collect()


def _close_loops(known: set[asyncio.AbstractEventLoop], loops: list[Any]) -> None:
    """Close what the program left open: Tornado keeps each loop for ever, with its descriptors."""
    mine = set(IOLoop._ioloop_for_asyncio) - known
    for loop in mine:
        IOLoop._ioloop_for_asyncio.pop(loop, None)
    for loop in [*(each for each in loops if each not in mine), *mine]:
        if not loop.is_running() and not loop.is_closed():
            loop.close()


_real_as_completed: Any = asyncio.as_completed


def _as_completed(fs: Any, *, timeout: float | None = None) -> Any:
    """asyncio's own puts coroutines in a set first, and so starts them in any order."""
    if asyncio.iscoroutine(fs) or asyncio.isfuture(fs):
        return _real_as_completed(fs, timeout=timeout)  # which says what is wrong with that
    return _real_as_completed([asyncio.ensure_future(f) for f in fs], timeout=timeout)
