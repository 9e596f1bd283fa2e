"""The bell rings until an Event tells it to stop; a task group waits for both."""

import asyncio
from time import perf_counter


async def classify(function):
    over = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        bell = group.create_task(longest_gap(over))
        await asyncio.sleep(0.01)
        asynchronous = await call(function)
        over.set()
    return {"blocks": bell.result() > 0.15, "asynchronous": asynchronous}


async def call(function):
    match function():
        case asyncio.Future() as future if future.done():
            return False
        case awaitable if hasattr(awaitable, "__await__"):
            await awaitable
            return True
    return False


async def longest_gap(over):
    longest, before = 0.0, perf_counter()
    while not over.is_set():
        await asyncio.sleep(0.02)
        now = perf_counter()
        longest, before = max(longest, now - before), now
    return longest
