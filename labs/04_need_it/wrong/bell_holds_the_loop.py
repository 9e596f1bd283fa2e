"""Nobody blocks in your list, since your own bell does: `time.sleep` holds the loop while it waits.

Only what gives the loop back can come back late. After `time.sleep(0.05)` exactly 0.05 s have
passed, whatever others do, and meanwhile nobody else could run. In the bell write
`await asyncio.sleep(0.05)`, and look at the clock before and after it.
"""

import asyncio
import inspect
import time

EVERY = 0.1


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
    bell.cancel()
    return {"blocks": max(late) > 0.1, "asynchronous": asynchronous}


async def ring(late):
    while True:
        due = time.monotonic() + EVERY
        time.sleep(EVERY)
        late.append(time.monotonic() - due)
        await asyncio.sleep(0)
