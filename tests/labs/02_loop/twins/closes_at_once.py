"""Twin: tasks that closing_time does not wait for."""

import asyncio

jobs = {}


def order(cook, seconds):
    jobs[cook] = asyncio.create_task(job(cook, seconds))


async def job(cook, seconds):
    print(f"{cook}: yes, chef!")
    await asyncio.sleep(seconds)
    print(f"{cook}: ready!")


def cancel(cook):
    jobs[cook].cancel()
    print(f"{cook}: cancelled")


async def closing_time():
    print("debug: closing")
    await asyncio.sleep(0)
