"""The host says good night at once: `party` is done before the first guest has ordered.

`asyncio.create_task` and `asyncio.gather` return at once. Nobody awaits what they started here, so
whoever awaits `party` goes on, and the program ends while the guests are still there. Await all
that you start: `await asyncio.gather(...)`.
"""

import asyncio


async def party(guests, mix):
    for name, seconds in guests.items():
        asyncio.create_task(visit(name, seconds, mix))


async def visit(name, seconds, mix):
    print(f"{name}: orders")
    drink = asyncio.create_task(mix(name))
    await asyncio.sleep(seconds)
    print(f"{name}: back at the bar")
    await drink
    print(f"{name}: drinks")
