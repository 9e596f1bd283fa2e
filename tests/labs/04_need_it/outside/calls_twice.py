"""One call to time it, another one to await."""

import asyncio
import time


async def classify(function):
    begin = time.monotonic()
    first = function()
    blocks = time.monotonic() - begin > 0.1
    if asyncio.iscoroutine(first) or asyncio.isfuture(first):
        await first
        second = function()
        asynchronous = asyncio.iscoroutine(second) or not second.done()
        await second
        return {"blocks": blocks, "asynchronous": asynchronous}
    return {"blocks": blocks, "asynchronous": False}
