"""What an `async def` function does, you never see: a coroutine runs when it is awaited.

You called the function and looked at what came back, and stopped there. Of a coroutine, not one
line has run by then ("never awaited" says a warning), and what a Future stands for goes on. Await
what comes back, while a bell rings beside it, and answer when it is finished.
"""

import asyncio
import inspect
import time


async def classify(function):
    begin = time.monotonic()
    result = function()
    seconds = time.monotonic() - begin
    asynchronous = inspect.isawaitable(result)
    if asyncio.isfuture(result):
        asynchronous = not result.done()
    return {"blocks": seconds > 0.1, "asynchronous": asynchronous}
