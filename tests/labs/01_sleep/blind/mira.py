"""Put everybody to bed at the same time."""

import asyncio


async def sleep_one(name, seconds):
    print(f"{name}: sleeping")
    await asyncio.sleep(seconds)
    print(f"{name}: awake!")


async def everybody(sleepers):
    await asyncio.gather(*(sleep_one(name, seconds) for name, seconds in sleepers.items()))
