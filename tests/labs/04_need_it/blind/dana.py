import asyncio
from asyncio import TaskGroup
from time import monotonic
from typing import Any, Callable

PAUSE = 0.02


async def watch(stop: asyncio.Event) -> float:
    """Look at the clock until told to stop, return the worst delay."""
    worst = 0.0
    while not stop.is_set():
        start = monotonic()
        await asyncio.sleep(PAUSE)
        worst = max(worst, monotonic() - start - PAUSE)
    return worst    # the last sleep is always finished, so nothing is missed


async def classify(function: Callable[[], Any]) -> dict[str, bool]:
    stop = asyncio.Event()
    async with TaskGroup() as group:
        watcher = group.create_task(watch(stop))
        await asyncio.sleep(0)
        match function():
            case result if asyncio.iscoroutine(result):
                later = True
                await result
            case result if asyncio.isfuture(result):
                later = not result.done()
                await result
            case _:
                later = False
        stop.set()
    return {"blocks": watcher.result() > 0.2, "asynchronous": later}
