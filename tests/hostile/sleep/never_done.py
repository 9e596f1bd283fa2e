import asyncio


async def everybody(sleepers):
    await asyncio.Future()
