"""The bell begins when the call is over, and is stopped before it can tell how late it is."""

import asyncio
import time


async def classify(function):
    late = [0.0]
    bell = asyncio.create_task(ring(late))
    result = function()
    asynchronous = False
    if asyncio.iscoroutine(result):
        asynchronous = True
        await result
    elif asyncio.isfuture(result):
        asynchronous = not result.done()
        await result
    bell.cancel()
    return {"blocks": max(late) > 0.1, "asynchronous": asynchronous}


async def ring(late):
    while True:
        due = time.monotonic() + 0.05
        await asyncio.sleep(0.05)
        late.append(time.monotonic() - due)
