"""The office is told on time, but in the digger's thread.

`shaft.dig` calls `report` in the thread in which it digs itself, so whatever you pass as `report`
runs there too, and that is no place for `tell`: what belongs to the loop is touched by one thread
alone. Let `report` ask the loop: `loop.call_soon_threadsafe(tell, metre)`.
"""

import asyncio


async def work(shaft, tell):
    return await asyncio.to_thread(shaft.dig, tell)
