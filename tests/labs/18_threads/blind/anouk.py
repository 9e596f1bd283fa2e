"""Dig a shaft, and tell the office of each metre."""

import asyncio


async def work(shaft, tell):
    loop = asyncio.get_running_loop()

    def report(metre):
        # runs in the digger's thread
        loop.call_soon_threadsafe(tell, metre)

    return await asyncio.to_thread(shaft.dig, report)
