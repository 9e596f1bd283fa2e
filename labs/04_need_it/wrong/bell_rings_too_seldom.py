"""Your bell rings once a second, so whoever blocks for half a second is not noticed.

Who holds the loop makes the bell late only if it was to ring just then. Between two rings the loop
may be held, and nobody sees it. Ring more often than the shortest hold that you want to notice:
every 0.05 s for 0.1 s.
"""

import asyncio
import inspect
import time

EVERY = 1.0


async def classify(function):
    late = [0.0]
    bell = asyncio.create_task(ring(late))
    await asyncio.sleep(0)
    result = function()
    asynchronous = inspect.isawaitable(result)
    if asyncio.isfuture(result):
        asynchronous = not result.done()
    if inspect.isawaitable(result):
        await result
    await asyncio.sleep(0.1)
    bell.cancel()
    return {"blocks": max(late) > 0.1, "asynchronous": asynchronous}


async def ring(late):
    while True:
        due = time.monotonic() + EVERY
        await asyncio.sleep(EVERY)
        late.append(time.monotonic() - due)
