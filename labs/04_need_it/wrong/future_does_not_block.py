"""Nothing that returns a Future or a coroutine blocks in your list, and yet some of it does.

Whether a function is asynchronous and whether it blocks are two questions. One can block first and
return a Future then; a coroutine can block when it is awaited. So measure those as well: let a bell
ring beside them, from before the call until after the end, and look whether it is late.
"""

import asyncio
import inspect
import time


async def classify(function):
    begin = time.monotonic()
    result = function()
    seconds = time.monotonic() - begin
    if not inspect.isawaitable(result):
        return {"blocks": seconds > 0.1, "asynchronous": False}
    asynchronous = not (asyncio.isfuture(result) and result.done())
    await result
    return {"blocks": False, "asynchronous": asynchronous}
