"""The digging is done in a thread, but the office waits for it and can do nothing else.

`submit` gives a Future of `concurrent.futures`. Its `result()` blocks until the thread is done, and
it is the loop's thread that you let wait. So the words of the metres wait in the loop's list, and
so does everybody else. Write `await asyncio.to_thread(shaft.dig, report)`, or
`await loop.run_in_executor(pool, shaft.dig, report)`.
"""

import asyncio
from concurrent.futures import ThreadPoolExecutor

pool = ThreadPoolExecutor()


async def work(shaft, tell):
    loop = asyncio.get_running_loop()

    def report(metre):
        loop.call_soon_threadsafe(tell, metre)

    return pool.submit(shaft.dig, report).result()
