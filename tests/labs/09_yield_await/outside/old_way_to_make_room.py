import asyncio

from tornado import gen


async def weigh(sheets):
    await asyncio.sleep(0.25)
    return 5 * sheets


async def write(clerk, sheets):
    print(f"{clerk}: begins")
    await asyncio.sleep(sheets / 10)
    print(f"{clerk}: {2 * await weigh(sheets)} cents")


async def office(letters):
    at_work = []
    for clerk, sheets in letters.items():
        at_work.append(asyncio.create_task(write(clerk, sheets)))
        await gen.moment
        print(f"{clerk}: at work")
    await asyncio.gather(*at_work)
    print("office: closed")
