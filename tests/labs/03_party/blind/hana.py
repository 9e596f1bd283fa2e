"""A party: order, mingle, drink."""

import asyncio


async def visit(name, seconds, mix):
    print(f"{name}: orders")
    drink = mix(name)               # start now, await later
    await asyncio.sleep(seconds)    # NOT time.sleep
    print(f"{name}: back at the bar")
    await drink
    print(f"{name}: drinks")


async def party(guests, mix):
    async with asyncio.TaskGroup() as tg:
        for name, seconds in guests.items():
            tg.create_task(visit(name, seconds, mix))
