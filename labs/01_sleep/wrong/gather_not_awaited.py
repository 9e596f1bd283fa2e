"""You start all sleepers, but nothing waits for them: the program ends while they sleep.

`asyncio.gather(...)` returns at once, with a Future that is done when all of them are. Nobody
awaits that Future here, so the program goes on, and ends. Write `await asyncio.gather(...)`.
"""

import asyncio


async def everybody(sleepers):
    asyncio.gather(*(one(name, seconds) for name, seconds in sleepers.items()))


async def one(name, seconds):
    print(f"{name}: sleeping")
    await asyncio.sleep(seconds)
    print(f"{name}: awake!")
