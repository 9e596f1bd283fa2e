"""Everybody is said to be at work before anybody has begun.

An old `write` began in the call. A coroutine begins when it is awaited, with `asyncio.gather` too,
and a Task at the next turn of the loop; your office keeps the loop until it has called everybody.
Make a Task of each, and give it its turn before you print: `await asyncio.sleep(0)`. An `await` of
something that is done already gives nobody a turn.
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
        at_work.append(asyncio.create_task(write(clerk, sheets)))
        print(f"{clerk}: at work")
    await asyncio.gather(*at_work)
    print("office: closed")
