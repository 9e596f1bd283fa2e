"""Find out what a function is: does it block, is it asynchronous?"""

import asyncio
import time


async def bell(rings):
    while True:
        t = time.monotonic()
        await asyncio.sleep(0.05)
        rings.append(time.monotonic() - t)


async def classify(function):
    rings = []
    task = asyncio.create_task(bell(rings))
    await asyncio.sleep(0)

    # classify must not hold the loop! so the function goes into a thread
    result = await asyncio.to_thread(function)

    asynchronous = False
    if asyncio.iscoroutine(result):
        asynchronous = True
        await result
    elif asyncio.isfuture(result):
        asynchronous = not result.done()
        await result

    await asyncio.sleep(0.1)
    task.cancel()
    return {"blocks": max(rings) > 0.2, "asynchronous": asynchronous}
