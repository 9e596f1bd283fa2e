import asyncio


async def everybody(sleepers):
    await asyncio.gather(*(asyncio.sleep(seconds) for seconds in sleepers.values()))
    for name in sleepers:
        print(f"{name}: sleeping")
    for name in sorted(sleepers, key=sleepers.get):
        print(f"{name}: awake!")
