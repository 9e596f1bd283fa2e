"""Find out what a function is: does it block, is it asynchronous?"""

import asyncio
import time


async def bell(late):
    while True:
        before = time.monotonic()
        await asyncio.sleep(0.05)
        late.append(time.monotonic() - before)


async def classify(function):
    late = []
    task = asyncio.create_task(bell(late))
    await asyncio.sleep(0)
    result = function()
    if asyncio.iscoroutine(result) or asyncio.isfuture(result):
        await result
    await asyncio.sleep(0.1)
    task.cancel()

    facts = {"blocks": False, "asynchronous": False}
    if max(late) > 0.2:
        facts["blocks"] = True
    # a coroutine always, a Future only if it is not done
    if asyncio.iscoroutine(result):
        facts["asynchronous"] = True
    if asyncio.isfuture(result) and not result.done():
        facts["asynchronous"] = True
    print("facts:", facts)
    return facts
