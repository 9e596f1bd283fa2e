import asyncio

SHEETS_A_SECOND = 10


async def weigh(sheets):
    await asyncio.get_running_loop().create_task(asyncio.sleep(1 / 4))
    return sheets * 5


async def write(clerk, sheets, begun=None):
    print(clerk + ": begins")
    if begun:
        begun.set()
    await asyncio.sleep(sheets / SHEETS_A_SECOND)
    print(clerk, f"{2 * await weigh(sheets)} cents", sep=": ")


async def office(letters):
    async with asyncio.TaskGroup() as clerks:
        for clerk in letters:
            begun = asyncio.Event()
            clerks.create_task(write(clerk, letters[clerk], begun))
            await begun.wait()
            print(clerk + ": at work")
    print("office: closed")
