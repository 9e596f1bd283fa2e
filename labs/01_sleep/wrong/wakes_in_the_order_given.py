"""All sleep at the same time, but they are announced in the order in which they went to bed.

Whoever wakes early is only noticed when everybody before them is awake: you await the sleepers
one after the other, and print in between. Let each sleeper print its own "awake!", in its own
coroutine, right after its own `await asyncio.sleep(seconds)`.
"""

import asyncio


async def everybody(sleepers):
    naps = []
    for name, seconds in sleepers.items():
        print(f"{name}: sleeping")
        naps.append((name, asyncio.create_task(asyncio.sleep(seconds))))
    for name, nap in naps:
        await nap
        print(f"{name}: awake!")
