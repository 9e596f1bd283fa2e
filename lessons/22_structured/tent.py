"""
A storm cancels who still sleeps: async with packs Bram's tent, but nobody packs Dawa's.

    0.9  Alma: good morning
    1.2  Alma: the tent is packed
    2.3  Bram: the tent is packed
    2.3  Tenzin: Dawa's tent is left in the storm
"""

import asyncio
from contextlib import asynccontextmanager

standing = []


async def pack(who):
    await asyncio.sleep(0.3)
    print(f"{who}: the tent is packed")
    standing.remove(who)


@asynccontextmanager
async def tent(who):
    standing.append(who)
    try:
        yield
    finally:
        await pack(who)


async def night(who, seconds):
    async with tent(who):
        await asyncio.sleep(seconds)
        print(f"{who}: good morning")


async def careless_night(who, seconds):
    standing.append(who)
    await asyncio.sleep(seconds)
    print(f"{who}: good morning")
    await pack(who)


async def main():
    try:
        async with asyncio.timeout(2.0), asyncio.TaskGroup() as group:
            group.create_task(night("Alma", 0.9), name="Alma")
            group.create_task(night("Bram", 3.0), name="Bram")
            group.create_task(careless_night("Dawa", 3.5), name="Dawa")
    except TimeoutError:
        print(f"Tenzin: {standing[0]}'s tent is left in the storm")


asyncio.run(main())
