"""When nobody can go on: who waits, where, and whether somebody from outside could still come."""

from __future__ import annotations

import asyncio
import sys
from types import FrameType
from typing import Any

from looplab.world.inside import World
from looplab.world.recording.blame import Place, called, suspended_at
from looplab.world.running.participant import Participant


def end_where_all_wait(world: World, driven: bool) -> None:
    """Write the end of a run in which nothing is due and nobody can go on.

    A server with nobody to talk to is ``idle``; anything else is a ``deadlock`` that names every
    waiter. A driver (``driven``) is its server's only visitor: where it waits, it is stuck.
    """
    scheduler = world.scheduler
    assert scheduler is not None
    waiting = sorted(scheduler.waiting, key=lambda one: one is not scheduler.main)
    visited = [one for one in waiting if one.open is not None and one.open()]
    recorder, main = world.recorder, scheduler.main
    if visited and not driven and (main in visited or main.call in _ENDS):
        _write_blocks(world)
        recorder.finish("idle")
        scheduler.close()
        return
    where: list[str] = []
    places: list[Place] = []
    for one in waiting:
        for name, place in _waiters(world, one):
            where.append(f"{name} at {place[0]}:{place[1]}" if place else name)
            if place is not None:
                places.append(place)
    # In a lab, the line of the submission says more than the driver's.
    places.sort(key=lambda place: place[0] != recorder.program.main)
    first = places[0] if places else _starter(world, main)
    if not where:
        where.append("nothing is scheduled, and nobody stops the loop")
    _write_blocks(world)
    error = {"type": "Deadlock", "message": "nothing can happen any more: " + "; ".join(where)}
    if first is not None:
        error |= {"file": first[0], "line": first[1]}  # type: ignore[dict-item]
    holders = (_turning(world, one) for one in waiting if one.loop is None)
    holder = next(filter(None, holders), None)
    if holder is not None:
        error["holder"] = holder
    recorder.finish("deadlock", error=error)
    scheduler.close()


def end_of_computing(world: World, allowed: int, frame: FrameType | None) -> None:
    """Write the end of a run that has computed for all the seconds that it is allowed.

    ``frame`` is where its main thread is just now. Raises Ended.
    """
    scheduler, recorder = world.scheduler, world.recorder
    working = scheduler is None or scheduler.running is scheduler.main
    place = recorder.program.place(frame) if working else None
    recorder.stop(
        "cpu-limit", "Stopped", f"it computed for {allowed} seconds and was stopped", place
    )


# Where a main thread waits that has nothing left to do but to let its servers run.
_ENDS = ("the end of the program", "Thread.join", "signal.pause")


def _waiters(world: World, one: Participant) -> list[tuple[str, Place | None]]:
    """The actors that wait on this thread, and where: the loop's tasks, or the thread itself."""
    recorder = world.recorder
    if one.loop is None:
        place = place_of(world, one)
        if place is None:
            # A pool's own thread with nothing to do.
            return []
        turning = _turning(world, one)
        who = one.name if turning is None else f"{turning} holds the loop, and"
        return [(f"{who} waits in {_call(world, one)}", place)]
    found: list[tuple[str, Place | None]] = []
    tasks = [task for task in asyncio.all_tasks(one.loop) if not task.done()]
    now = recorder.clock.now()
    for task in sorted(tasks, key=lambda task: getattr(task, "number", 0)):
        actor = recorder.actors.of_task(task)
        if actor.hidden:
            continue
        place = suspended_at(task.get_coro(), recorder.program)
        recorder.resumed(actor, now, now, lambda place=place: place)  # type: ignore[misc]
        found.append((f"{recorder.actors.name(actor)} waits", place))
    return found


def _call(world: World, one: Participant) -> str:
    """What a waiting thread called, as the program wrote it."""
    innermost = sys._current_frames().get(one.ident)
    frame = world.recorder.program.caller_of(innermost)
    return (frame and called(frame, innermost)) or one.call or "a call"


def _turning(world: World, one: Participant) -> str | None:
    """The actor whose turn of a loop is held on this thread."""
    turn = world.recorder.turns.get(one.ident)
    actor = None if turn is None else world.recorder.actor_of(turn)
    return None if actor is None or actor.hidden else world.recorder.actors.name(actor)


def place_of(world: World, one: Participant) -> Place | None:
    """The line of the program at which a waiting thread stands."""
    program = world.recorder.program
    frame = sys._current_frames().get(one.ident)
    while frame is not None:
        if frame.f_code in (program.boundary, program.outermost):
            return None
        if program.owns(frame.f_code):
            return program.place(frame)
        frame = frame.f_back
    return None


def _starter(world: World, main: Participant) -> Place | None:
    """The line that started the loop of a thread in which nothing is scheduled."""
    return world.recorder.program.place(sys._current_frames().get(main.ident))


def _write_blocks(world: World) -> None:
    """What holds each thread until the end is part of the record."""
    scheduler, now = world.scheduler, world.clock.now()
    assert scheduler is not None
    for one in scheduler.waiting:
        if one.call is not None and one.since < now:
            frame: Any = sys._current_frames().get(one.ident)
            world.recorder.block_elsewhere(one.call, one.since, now, one.ident, one.name, frame)


def end_of_time(world: World) -> None:
    """Write the end of a run whose clock would pass its limit."""
    scheduler, recorder = world.scheduler, world.recorder
    assert scheduler is not None
    _write_blocks(world)
    main = scheduler.main
    place = place_of(world, main)
    limit = recorder.limits.virtual
    message = f"after {limit:,.0f} seconds on the clock it still went on"
    error: dict[str, Any] = {"type": "EndlessTime", "message": message}
    if place is not None:
        error |= {"file": place[0], "line": place[1]}
    recorder.finish("virtual-time-limit", error=error)
    scheduler.close()


def end_of_patience(world: World) -> None:
    """Write the end of a run that goes on and on while its clock stands still."""
    scheduler, recorder = world.scheduler, world.recorder
    assert scheduler is not None
    most = recorder.limits.turns
    message = f"it took {most:,} turns one after the other and never waited"
    recorder.finish("cpu-limit", error={"type": "Spinning", "message": message})
    scheduler.close()
