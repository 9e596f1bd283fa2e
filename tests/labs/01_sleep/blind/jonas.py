import time
import asyncio
from asyncio import TaskGroup

# needs python 3.11 because of TaskGroup!

async def everybody(sleepers: dict[str, float]) -> None:

    async def night(who: str):
        print(who + ": sleeping")
        #time.sleep(sleepers[who])
        await asyncio.sleep(sleepers[who])
        print(who + ": awake!")

    async with TaskGroup() as dorm:
        for who in sleepers:
            dorm.create_task(night(who), name=f"night-{who}")
    # the group only lets us out here when all are done
