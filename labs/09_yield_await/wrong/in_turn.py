"""Your clerks write one after the other: the next one begins when the last one is done.

`await write(clerk, sheets)` begins the letter and waits for its end. To begin without waiting,
make a Task: `asyncio.create_task(write(clerk, sheets))`, and `await asyncio.sleep(0)` to let it
begin. Wait for all of them after the loop, with `await asyncio.gather(*at_work)`.
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
        await write(clerk, sheets)
        print(f"{clerk}: at work")
    print("office: closed")
