"""Twin: tasks, and a Future that is resolved once and for all."""

import asyncio

jobs = {}
waiting = []


def order(cook, seconds):
    jobs[cook] = asyncio.create_task(job(cook, seconds))


async def job(cook, seconds):
    print(f"{cook}: yes, chef!")
    await asyncio.sleep(seconds)
    print(f"{cook}: ready!")
    if not waiting[0].done():
        waiting[0].set_result(cook)


def cancel(cook):
    jobs.pop(cook).cancel()
    print(f"{cook}: cancelled")


async def closing_time():
    waiting.append(asyncio.get_running_loop().create_future())
    print("debug: the first one was", await waiting[0])
