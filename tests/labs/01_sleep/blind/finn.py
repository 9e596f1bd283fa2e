"""Put everybody to bed at the same time."""

import asyncio


async def everybody(sleepers):
    tasks = {}

    # 1. everybody falls asleep
    for name, seconds in sleepers.items():
        print(f"{name}: sleeping")
        tasks[name] = asyncio.create_task(asyncio.sleep(seconds))

    # 2. everybody wakes up
    for name, task in tasks.items():
        await task
        print(f"{name}: awake!")
