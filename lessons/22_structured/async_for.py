"""
async for waits for each report, and as_completed gives them in the order in which they come.

    0.0  Bram: melts snow
    0.0  north: asked
    0.0  east: asked
    0.0  south: asked
    0.6  Alma: sun in the east
    0.9  Bram: tea is ready
    1.2  Alma: sun in the south
    1.8  Alma: sun in the north
"""

import asyncio

CAMPS = {"north": 1.8, "east": 0.6, "south": 1.2}


async def ask(camp, seconds):
    print(f"{camp}: asked")
    await asyncio.sleep(seconds)
    return f"sun in the {camp}"


async def as_they_come(tasks):
    for next_one in asyncio.as_completed(tasks):
        yield await next_one


async def listen():
    async with asyncio.TaskGroup() as group:
        # All are asked now, and awaited later.
        asked = [group.create_task(ask(*camp), name=camp[0]) for camp in CAMPS.items()]
        async for report in as_they_come(asked):
            print(f"Alma: {report}")


async def cook():
    print("Bram: melts snow")
    await asyncio.sleep(0.9)
    print("Bram: tea is ready")


async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(listen(), name="Alma")
        group.create_task(cook(), name="Bram")


asyncio.run(main())
