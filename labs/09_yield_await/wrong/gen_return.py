"""`weigh` ends with an exception, and nobody gets the grams.

`raise gen.Return(...)` is a return in a `gen.coroutine` only: the decorator catches it. In an
`async def` there is nobody who catches it, so it is an error like any other, and it goes to whoever
awaits. Write `return 5 * sheets`.
"""

import asyncio

from tornado import gen


async def weigh(sheets):
    await asyncio.sleep(0.25)
    raise gen.Return(5 * sheets)


async def write(clerk, sheets):
    print(f"{clerk}: begins")
    await asyncio.sleep(sheets / 10)
    grams = await weigh(sheets)
    print(f"{clerk}: {2 * grams} cents")


async def office(letters):
    at_work = []
    for clerk, sheets in letters.items():
        at_work.append(asyncio.create_task(write(clerk, sheets)))
        await asyncio.sleep(0)
        print(f"{clerk}: at work")
    await asyncio.gather(*at_work)
    print("office: closed")
