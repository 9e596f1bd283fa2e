import asyncio


async def weigh(sheets):
    await asyncio.sleep(0.25)
    return 5 * sheets


async def write(clerk, sheets):
    print(f"{clerk}: begins")
    print(f"{clerk}: at work")
    await asyncio.sleep(sheets / 10)
    print(f"{clerk}: {2 * await weigh(sheets)} cents")


async def office(letters):
    await asyncio.gather(*(write(*letter) for letter in letters.items()))
    print("office: closed")
