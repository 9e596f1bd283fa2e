"""Each guest is served well, but only one at a time: the next one orders when the last one drinks.

Nobody holds the loop, and yet `await` waits: `await visit(...)` in a `for` loop comes back when
that guest has a drink. Coroutines alone give no concurrency. Start all guests first, and wait for
them together: `await asyncio.gather(visit(...), visit(...))`.
"""

import asyncio


async def party(guests, mix):
    for name, seconds in guests.items():
        await visit(name, seconds, mix)


async def visit(name, seconds, mix):
    print(f"{name}: orders")
    drink = asyncio.create_task(mix(name))
    await asyncio.sleep(seconds)
    print(f"{name}: back at the bar")
    await drink
    print(f"{name}: drinks")
