"""`await at_work` is a TypeError: a list cannot be awaited.

`yield` in a `gen.coroutine` took a list of Futures and waited for all. `await` takes one awaitable.
Write `await asyncio.gather(*at_work)`, or `await gen.multi(at_work)`. And what is in the list must
have begun by then: make a Task of each, and let it begin with `await asyncio.sleep(0)`.
"""

import asyncio


async def weigh(sheets):
    await asyncio.sleep(0.25)
    return 5 * sheets


async def write(clerk, sheets):
    print(f"{clerk}: begins")
    await asyncio.sleep(sheets / 10)
    grams = await weigh(sheets)
    print(f"{clerk}: {2 * grams} cents")


async def office(letters):
    at_work = []
    for clerk, sheets in letters.items():
        at_work.append(write(clerk, sheets))
        print(f"{clerk}: at work")
    await at_work
    print("office: closed")
