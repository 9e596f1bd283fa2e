"""A thread digs; of each metre it asks the loop to tell, in the one way that wakes it."""

import asyncio


async def work(shaft, tell):
    loop = asyncio.get_running_loop()

    def report(metre):
        loop.call_soon_threadsafe(tell, metre)

    return await asyncio.to_thread(shaft.dig, report)
