"""While one guest mingles, nobody else can do anything: time.sleep holds the loop.

That is so even where all guests were started together, and `async def` does not change it: only an
`await` on something that is not ready yet gives the loop back. Not even the bar can begin what you
ordered. Write `await asyncio.sleep(seconds)` where you wrote `time.sleep(seconds)`.
"""

import asyncio
import time


async def party(guests, mix):
    await asyncio.gather(*(visit(name, seconds, mix) for name, seconds in guests.items()))


async def visit(name, seconds, mix):
    print(f"{name}: orders")
    drink = asyncio.create_task(mix(name))
    time.sleep(seconds)
    print(f"{name}: back at the bar")
    await drink
    print(f"{name}: drinks")
