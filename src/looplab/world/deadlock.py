"""A loop that would wait for ever: who waits in it, and where."""

from __future__ import annotations

import asyncio
from typing import Any, NoReturn

from looplab.world.blame import Place, suspended_at
from looplab.world.recorder import Recorder


def deadlock(recorder: Recorder, loop: Any) -> NoReturn:
    """End the run: nothing is scheduled and nothing can arrive. Raises Ended."""
    tasks = [task for task in asyncio.all_tasks(loop) if not task.done()]
    tasks.sort(key=lambda task: getattr(task, "number", 0))
    where: list[str] = []
    places: list[Place] = []
    for task in tasks:
        place = suspended_at(task.get_coro(), recorder.program)
        if place is not None:
            places.append(place)
        actor = recorder.actors.of_task(task)
        name = recorder.actors.name(actor)
        now = recorder.clock.now()
        recorder.resumed(actor, now, now, lambda place=place: place)  # type: ignore[misc]
        where.append(f"{name} waits at {place[0]}:{place[1]}" if place else f"{name} waits")
    # In a lab, the line of the submission says more than the driver's.
    places.sort(key=lambda place: place[0] != recorder.program.main)
    first = places[0] if places else recorder.program.place(recorder.program.starter())
    if not where:
        where.append("nothing is scheduled, and nobody stops the loop")
    message = "nothing can happen any more: " + "; ".join(where)
    recorder.stop("deadlock", "Deadlock", message, first)
