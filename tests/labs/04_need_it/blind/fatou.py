"""Find out what a function is: does it block, is it asynchronous?"""

import asyncio
import time


async def classify(function):
    blocked = False

    async def bell():
        nonlocal blocked
        while True:
            before = time.monotonic()
            await asyncio.sleep(0.05)
            if time.monotonic() - before > 0.2:
                blocked = True

    task = asyncio.create_task(bell())
    await asyncio.sleep(0)

    result = function()
    asynchronous = False
    if asyncio.iscoroutine(result) or asyncio.isfuture(result):
        asynchronous = asyncio.iscoroutine(result) or not result.done()
        await result

    task.cancel()   # finished, no more bell
    return {"blocks": blocked, "asynchronous": asynchronous}
