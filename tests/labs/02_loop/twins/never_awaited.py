"""Twin: order is a coroutine that makes a task of its own."""

import asyncio

jobs = {}
nobody = asyncio.Event()


async def order(a, b):
    print("debug: never seen")
    jobs[a] = asyncio.create_task(job(a, b))


async def job(a, b):
    print(f"{a}: yes, chef!")
    await asyncio.sleep(b)
    print(f"{a}: ready!")
    del jobs[a]
    if not jobs:
        nobody.set()


def cancel(a):
    jobs.pop(a).cancel()
    print(f"{a}: cancelled")
    if not jobs:
        nobody.set()


async def closing_time():
    print("debug: waiting for", jobs)
    await nobody.wait()
