"""Dig a shaft, and tell the office of each metre."""

import asyncio
import threading


async def work(shaft, tell):
    loop = asyncio.get_running_loop()

    def report(metre):
        print("report", metre)
        loop.call_soon_threadsafe(tell, metre)

    thread = threading.Thread(target=shaft.dig, args=(report,))
    thread.start()
    # thread.join() stops the loop, so no join. The thread ends by itself
