"""Everything that takes long blocks in your list, also what lets others run all the time.

You measured how long the function took until its end. A function that waits for a timer at an
`await` takes long, and holds nobody up. Blocking is what others notice: let a bell ring every
0.05 s beside the function, and look whether it is late.
"""

import asyncio
import inspect
import time


async def classify(function):
    begin = time.monotonic()
    result = function()
    asynchronous = inspect.isawaitable(result)
    if asyncio.isfuture(result):
        asynchronous = not result.done()
    if inspect.isawaitable(result):
        await result
    seconds = time.monotonic() - begin
    return {"blocks": seconds > 0.1, "asynchronous": asynchronous}
