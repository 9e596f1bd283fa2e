"""Nobody went to bed: a coroutine that is called, but not awaited, does not run at all.

Calling an `async def` function only builds a coroutine object. It runs when you await it, or give
it to `asyncio.gather` or `asyncio.create_task`. Python warned you: "coroutine ... was never
awaited".
"""

import asyncio


async def everybody(sleepers):
    for name, seconds in sleepers.items():
        one(name, seconds)


async def one(name, seconds):
    print(f"{name}: sleeping")
    await asyncio.sleep(seconds)
    print(f"{name}: awake!")
