"""Each dish is a task: to cancel it is to cancel the task."""

import asyncio

tasks = {}


def order(cook, seconds):
    print("debug: the chef orders from", cook)
    tasks[cook] = asyncio.create_task(prepare(cook, seconds))


async def prepare(cook, seconds):
    print(f"{cook}: yes, chef!")
    await asyncio.sleep(seconds)
    print(f"{cook}: ready!")
    tasks.pop(cook)


def cancel(cook):
    tasks.pop(cook).cancel()
    print(f"{cook}: cancelled")


async def closing_time():
    while tasks:
        await asyncio.wait(list(tasks.values()), return_when=asyncio.FIRST_COMPLETED)
