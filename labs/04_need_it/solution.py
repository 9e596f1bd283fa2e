"""A bell rings beside the function: if it ever rings late, the function held the loop."""

import asyncio
import time

EVERY = 0.05


async def classify(function):
    late = []
    bell = asyncio.create_task(ring(late))
    await asyncio.sleep(0)  # The bell begins.
    result = function()
    asynchronous = asyncio.iscoroutine(result) or (asyncio.isfuture(result) and not result.done())
    if asyncio.iscoroutine(result) or asyncio.isfuture(result):
        await result
    await asyncio.sleep(2 * EVERY)  # The bell can tell how late it is.
    bell.cancel()
    return {"blocks": max(late) > 0.1, "asynchronous": asynchronous}


async def ring(late):
    while True:
        due = time.monotonic() + EVERY
        await asyncio.sleep(EVERY)
        late.append(time.monotonic() - due)
