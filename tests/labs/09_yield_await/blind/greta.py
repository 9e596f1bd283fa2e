import asyncio


async def weigh(sheets):
    await asyncio.sleep(0.25)
    return 5 * sheets


async def write(clerk, sheets):
    print(f"{clerk}: begins")
    print(f"{clerk}: at work")      # much easier here, always directly after "begins" :)
    await asyncio.sleep(sheets / 10)
    grams = await weigh(sheets)
    print(f"{clerk}: {2 * grams} cents")


async def office(letters):
    await asyncio.gather(*[write(clerk, sheets) for clerk, sheets in letters.items()])
    print("office: closed")
