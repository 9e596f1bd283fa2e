"""Post office, new style, with a thing to wait until a clerk has begun."""

import asyncio

begun = asyncio.Event()


async def weigh(sheets):
    await asyncio.sleep(0.25)
    return 5 * sheets


async def write(clerk, sheets):
    print(f"{clerk}: begins")
    begun.set()
    await asyncio.sleep(sheets / 10)
    try:
        grams = weigh(sheets)
        print(f"{clerk}: {2 * grams} cents")
    except TypeError:
        # there came "unsupported operand int and coroutine", I do not know from where
        grams = await grams
        print(f"{clerk}: {2 * grams} cents")


async def office(letters):
    at_work = []
    for clerk, sheets in letters.items():
        begun.clear()
        at_work.append(asyncio.create_task(write(clerk, sheets)))
        await begun.wait()
        print(f"{clerk}: at work")
    await asyncio.wait(at_work, timeout=3)      # nobody writes longer than this
    print("office: closed")
