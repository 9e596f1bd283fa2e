import asyncio
from tornado import gen

GRAMS_PER_SHEET = 5
CENTS_PER_GRAM = 2


async def weigh(sheets: int) -> int:
    # gen.sleep gives a Future, and a Future can be awaited. So I leave it.
    await gen.sleep(0.25)
    return GRAMS_PER_SHEET * sheets


async def write(clerk: str, sheets: int) -> None:
    print(clerk + ": begins")
    await gen.sleep(0.1 * sheets)
    print(f"{clerk}: {CENTS_PER_GRAM * await weigh(sheets)} cents")


async def office(letters: dict[str, int]) -> None:
    async with asyncio.TaskGroup() as group:
        for clerk, sheets in letters.items():
            group.create_task(write(clerk, sheets), name=clerk)
            await asyncio.sleep(0)
            print(clerk + ": at work")
    # here all of the clerks have gone home
    print("office: closed")
