"""The office is told on the right thread, but too late: nobody wakes the loop.

`loop.call_soon` puts the callback into the loop's list and does no more. The loop sleeps until a
timer or something else wakes it, and finds the callback then. From another thread write
`loop.call_soon_threadsafe(tell, metre)`, or `io_loop.add_callback(tell, metre)`: they wake it.
"""

import asyncio


async def work(shaft, tell):
    loop = asyncio.get_running_loop()

    def report(metre):
        loop.call_soon(tell, metre)

    return await asyncio.to_thread(shaft.dig, report)
