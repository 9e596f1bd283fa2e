"""Functions that return a Future are synchronous in your list: you asked elsewhere, or too late.

`inspect.iscoroutinefunction` knows what was written with `async def`, and nothing else. A plain
function that returns a Future is asynchronous too, if it comes back before it is finished, and so
is a `gen.coroutine`. Call the function and look at what comes back: a coroutine, or a Future of
which `done()` is still False. Ask before you await it: afterwards every Future is done.
"""

import asyncio
import inspect
import time

EVERY = 0.1


async def classify(function):
    late = []
    bell = asyncio.create_task(ring(late))
    await asyncio.sleep(0)
    asynchronous = inspect.iscoroutinefunction(function)
    result = function()
    if inspect.isawaitable(result):
        await result
    await asyncio.sleep(2 * EVERY)
    bell.cancel()
    return {"blocks": max(late) > 0.1, "asynchronous": asynchronous}


async def ring(late):
    while True:
        due = time.monotonic() + EVERY
        await asyncio.sleep(EVERY)
        late.append(time.monotonic() - due)
