"""A post office in the new style."""

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
        await asyncio.sleep(0.01)     # with 0 I was not sure if it is enough time to begin
        print(f"{clerk}: at work")
    # wait for the slowest clerk, then everybody is ready
    await at_work[0]
    print("office: closed")
