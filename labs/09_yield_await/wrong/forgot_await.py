"""`write` has no grams, but a coroutine that nobody awaited, and cannot calculate with it.

A call of an `async def` does not run it: it gives a coroutine, and Python warns that it "was never
awaited". Write `grams = await weigh(sheets)`: the `await` runs `weigh`, waits until it is done, and
gives what it returns.
"""

import asyncio


async def weigh(sheets):
    await asyncio.sleep(0.25)
    return 5 * sheets


async def write(clerk, sheets):
    print(f"{clerk}: begins")
    await asyncio.sleep(sheets / 10)
    grams = weigh(sheets)
    print(f"{clerk}: {2 * grams} cents")


async def office(letters):
    at_work = []
    for clerk, sheets in letters.items():
        at_work.append(asyncio.create_task(write(clerk, sheets)))
        await asyncio.sleep(0)
        print(f"{clerk}: at work")
    await asyncio.gather(*at_work)
    print("office: closed")
