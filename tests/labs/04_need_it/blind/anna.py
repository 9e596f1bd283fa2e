"""Find out what a function is: does it block, is it asynchronous?"""

import asyncio
import time


async def bell(late):
    while True:
        before = time.monotonic()
        await asyncio.sleep(0.05)
        late.append(time.monotonic() - before - 0.05)


async def classify(function):
    late = [0]
    ringing = asyncio.create_task(bell(late))
    await asyncio.sleep(0)      # so that the bell really begins
    try:
        result = function()
        asynchronous = asyncio.iscoroutine(result) or (
            asyncio.isfuture(result) and not result.done()
        )
        if asyncio.iscoroutine(result) or asyncio.isfuture(result):
            await result
        await asyncio.sleep(0.1)    # two rings more
    finally:
        ringing.cancel()
    # 0.2 and not 0.1, to be on the safe side (0.03 or 0.4, nothing between)
    return {"blocks": max(late) > 0.2, "asynchronous": asynchronous}
