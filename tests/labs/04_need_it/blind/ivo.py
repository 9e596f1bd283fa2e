"""Find out what a function is: does it block, is it asynchronous?"""

import asyncio
import time

held = {}   # function call number -> seconds the loop was held
number = 0


async def bell(n):
    while True:
        before = time.monotonic()
        await asyncio.sleep(0.05)
        late = time.monotonic() - before - 0.05
        held[n] += late     # add it up


async def classify(function):
    global number
    number += 1
    me = number
    held[me] = 0
    task = asyncio.create_task(bell(me))
    await asyncio.sleep(0)
    result = function()
    coro = asyncio.iscoroutine(result)
    fut = asyncio.isfuture(result)
    asynchronous = coro or (fut and not result.done())
    if coro or fut:
        await result
    await asyncio.sleep(0.1)
    task.cancel()
    #print(me, held[me])
    return {"blocks": held.pop(me) > 0.1, "asynchronous": asynchronous}
