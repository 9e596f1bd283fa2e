"""Your sleepers do not hold the loop, but they sleep one after the other.

`await one(...)` waits until that one is done, and only then the next one starts. Start all of
them first, and wait for them together: `await asyncio.gather(one(...), another(...))`.
"""

import asyncio


async def everybody(sleepers):
    for name, seconds in sleepers.items():
        print(f"{name}: sleeping")
        await asyncio.sleep(seconds)
        print(f"{name}: awake!")
