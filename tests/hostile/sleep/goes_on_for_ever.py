import asyncio


async def everybody(sleepers):
    while True:
        await asyncio.sleep(1)
        print("and on")
