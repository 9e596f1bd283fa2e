import asyncio


async def one(name, seconds):
    print(f"{name}: sleeping")
    await asyncio.sleep(seconds / 2)
    print(f"{name}: awake!")


async def everybody(sleepers):
    await asyncio.gather(*(one(name, seconds) for name, seconds in sleepers.items()))
