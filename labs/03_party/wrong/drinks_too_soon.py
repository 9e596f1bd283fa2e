"""A guest who is back before the drink is ready drinks all the same, out of an empty glass.

You started the drink, and nobody awaits it. `asyncio.create_task(mix(name))` returns at once, with
a task that is done when the drink is ready. Keep it, `drink = asyncio.create_task(mix(name))`, and
write `await drink` before the guest drinks.
"""

import asyncio


async def party(guests, mix):
    await asyncio.gather(*(visit(name, seconds, mix) for name, seconds in guests.items()))


async def visit(name, seconds, mix):
    print(f"{name}: orders")
    asyncio.create_task(mix(name))
    await asyncio.sleep(seconds)
    print(f"{name}: back at the bar")
    print(f"{name}: drinks")
