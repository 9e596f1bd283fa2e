import asyncio


async def everybody(sleepers):
    for name in sleepers:
        print(f"{name}: sleeping")
    moments = sorted({(seconds, name) for name, seconds in sleepers.items()})
    for i, (seconds, name) in enumerate(moments):
        await asyncio.sleep(seconds - (moments[i - 1][0] if i else 0))
        print(f"{name}: awake!")
