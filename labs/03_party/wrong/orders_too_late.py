"""The bar begins a drink only when the guest is back: nobody mixed while the guest mingled.

Calling `mix(name)` only builds a coroutine; it begins when somebody awaits it or makes a task of
it. Start it before the guest mingles, and await it after: `drink = asyncio.create_task(mix(name))`,
then `await asyncio.sleep(seconds)`, then `await drink`.
"""

import asyncio


async def party(guests, mix):
    await asyncio.gather(*(visit(name, seconds, mix) for name, seconds in guests.items()))


async def visit(name, seconds, mix):
    print(f"{name}: orders")
    drink = mix(name)
    await asyncio.sleep(seconds)
    print(f"{name}: back at the bar")
    await drink
    print(f"{name}: drinks")
