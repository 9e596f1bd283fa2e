"""Each guest is a coroutine; each order is a task that is started now and awaited later."""

import asyncio


async def party(guests, mix):
    await asyncio.gather(*(visit(name, seconds, mix) for name, seconds in guests.items()))


async def visit(name, seconds, mix):
    print(f"{name}: orders")
    drink = asyncio.create_task(mix(name))
    await asyncio.sleep(seconds)
    print(f"{name}: back at the bar")
    await drink
    print(f"{name}: drinks")
