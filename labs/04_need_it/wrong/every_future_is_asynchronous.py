"""A function that did all its work before it returned is in your list as asynchronous.

It returned a Future, but one that was done: a Future around a blocking call, or a `gen.coroutine`
without `yield`. Asynchronous is what comes back before it is finished. So ask the Future, before
you await it: `not result.done()`.
"""

import asyncio
import inspect
import time

EVERY = 0.1


async def classify(function):
    late = []
    bell = asyncio.create_task(ring(late))
    await asyncio.sleep(0)
    result = function()
    asynchronous = inspect.isawaitable(result)
    if asynchronous:
        await result
    await asyncio.sleep(2 * EVERY)
    bell.cancel()
    return {"blocks": max(late) > 0.1, "asynchronous": asynchronous}


async def ring(late):
    while True:
        due = time.monotonic() + EVERY
        await asyncio.sleep(EVERY)
        late.append(time.monotonic() - due)
