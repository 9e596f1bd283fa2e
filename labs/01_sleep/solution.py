"""Each sleeper is a coroutine of its own; gather starts all of them, and waits for all."""

import asyncio


async def everybody(sleepers):
    await asyncio.gather(*(one(name, seconds) for name, seconds in sleepers.items()))


async def one(name, seconds):
    print(f"{name}: sleeping")
    await asyncio.sleep(seconds)
    print(f"{name}: awake!")
