"""Put everybody to bed at the same time."""

import asyncio
import time


async def one(name, seconds):
    print(f"{name}: sleeping")
    await asyncio.sleep(0)      # give the loop away so that the next one can say good night
    time.sleep(seconds)
    print(f"{name}: awake!")


async def everybody(sleepers):
    jobs = [one(name, seconds) for name, seconds in sleepers.items()]
    await asyncio.gather(*jobs)
