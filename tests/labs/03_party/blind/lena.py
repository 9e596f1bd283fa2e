"""A party: order, mingle, drink."""

import asyncio


async def visit(name, seconds, mix):
    print(f"{name}: orders")
    drink = asyncio.create_task(mix(name))   # the bar begins now
    await asyncio.sleep(seconds)
    print(f"{name}: back at the bar")
    await drink
    print(f"{name}: drinks")


async def party(guests, mix):
    await asyncio.gather(*(visit(name, seconds, mix) for name, seconds in guests.items()))
