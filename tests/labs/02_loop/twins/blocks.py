"""Twin: a task for each dish, and in it time.sleep."""

import asyncio
from time import sleep

jobs = {}


def order(chef, t):
    jobs[chef] = asyncio.create_task(job(chef, t))


async def job(chef, t):
    print("debug: here is", chef)
    print(f"{chef}: yes, chef!")
    sleep(t)
    print(f"{chef}: ready!")
    del jobs[chef]


def cancel(chef):
    if chef in jobs:
        jobs.pop(chef).cancel()
        print(f"{chef}: cancelled")


async def closing_time():
    while jobs:
        await asyncio.wait(list(jobs.values()), return_when=asyncio.FIRST_COMPLETED)
