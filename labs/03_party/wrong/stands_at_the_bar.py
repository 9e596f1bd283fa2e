"""Your guests stand at the bar until the drink is ready, and only then they mingle.

`await mix(name)` starts the drink and waits for it in one go, so the line below it comes too late.
Start the drink and go: `drink = asyncio.create_task(mix(name))`. Then mingle, and `await drink`
when you need it.
"""

import asyncio


async def party(guests, mix):
    await asyncio.gather(*(visit(name, seconds, mix) for name, seconds in guests.items()))


async def visit(name, seconds, mix):
    print(f"{name}: orders")
    await mix(name)
    await asyncio.sleep(seconds)
    print(f"{name}: back at the bar")
    print(f"{name}: drinks")
