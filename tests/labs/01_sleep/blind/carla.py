"""Put everybody to bed at the same time."""

import asyncio


async def go_to_bed(name, seconds):
    print(f"{name}: sleeping")
    await asyncio.sleep(seconds)
    print(f"{name}: awake!")


async def everybody(sleepers):
    # start all of them, they run by themselves in the event loop
    todo = []
    for name, seconds in sleepers.items():
        todo.append(go_to_bed(name, seconds))
    asyncio.gather(*todo)
