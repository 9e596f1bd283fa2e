import asyncio


async def everybody(sleepers):
    while True:
        await asyncio.sleep(30)
        print("and on")
