"""Nobody begins, and the office closes at once: it calls `write`, and awaits none of the calls.

In the old style the call began to write. A call of an `async def` only builds a coroutine, and
Python warns that it "was never awaited". Make a Task of each, with `asyncio.create_task`, let it
begin with `await asyncio.sleep(0)`, and wait for all of them at the end.
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
    for clerk, sheets in letters.items():
        write(clerk, sheets)
        print(f"{clerk}: at work")
    print("office: closed")
