import asyncio


async def everybody(sleepers):
    for name in sleepers:
        print(f"{name}: sleeping")
    await asyncio.Event().wait()
