# Find out what a function is: does it block, is it asynchronous?

import asyncio
import inspect
import time


async def bell(log):
    while True:
        t0 = time.monotonic()
        await asyncio.sleep(0.05)
        log.append(time.monotonic() - t0)


async def classify(function):
    log = [0]
    b = asyncio.create_task(bell(log))
    await asyncio.sleep(0.01)

    # "async def" in front means asynchronous
    is_async = inspect.iscoroutinefunction(function)
    if is_async:
        await function()
    else:
        function()

    await asyncio.sleep(0.12)
    b.cancel()
    return {"blocks": max(log) > 0.15, "asynchronous": is_async}
