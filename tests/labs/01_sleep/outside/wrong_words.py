import asyncio


async def one(name, seconds):
    print(name, "is sleeping")
    await asyncio.sleep(seconds)
    print(name, "is awake!")


async def everybody(sleepers):
    await asyncio.gather(*(one(*item) for item in sleepers.items()))
