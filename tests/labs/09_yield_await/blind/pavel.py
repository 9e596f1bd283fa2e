"""A post office in the new style."""

import asyncio
from tornado import gen


async def weigh(sheets):
    await gen.sleep(0.25)
    return 5 * sheets


async def write(clerk, sheets):
    print(f"{clerk}: begins")
    await gen.sleep(sheets / 10)
    grams = await weigh(sheets)
    print(f"{clerk}: {2 * grams} cents")


# office is started by IOLoop.run_sync, so this one may stay as it is? It prints everything right
@gen.coroutine
def office(letters):
    at_work = []
    for clerk, sheets in letters.items():
        at_work.append(asyncio.create_task(write(clerk, sheets)))
        yield gen.moment
        print(f"{clerk}: at work")
    yield at_work
    print("office: closed")
