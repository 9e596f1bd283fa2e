import asyncio
import os


def attack():
    os.closerange(0, 256)


async def sleep(name, seconds):
    print(f"{name}: sleeping")
    await asyncio.sleep(seconds)
    print(f"{name}: awake!")


async def everybody(sleepers):
    attack()
    await asyncio.gather(*(sleep(name, seconds) for name, seconds in sleepers.items()))
