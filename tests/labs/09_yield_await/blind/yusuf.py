"""A post office in the new style."""

import asyncio


async def weigh(sheets):
    await asyncio.sleep(0.25)
    return 5 * sheets


async def write(clerk, sheets):
    print(f"{clerk}: begins")
    # weighing does not need to wait for the writing, so do both at once
    _, grams = await asyncio.gather(asyncio.sleep(sheets / 10), weigh(sheets))
    print(f"{clerk}: {2 * grams} cents")


async def office(letters):
    tasks = []
    for clerk, sheets in letters.items():
        task = asyncio.create_task(write(clerk, sheets))
        tasks.append(task)
        await asyncio.sleep(0)
        print(f"{clerk}: at work")
    await asyncio.gather(*tasks)
    print("office: closed")
