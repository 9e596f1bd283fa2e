"""Both the timer and the coroutine that waits for it say that the dish is ready."""

import asyncio

tasks = {}


def order(cook, seconds):
    tasks[cook] = asyncio.create_task(work(cook, seconds))
    tasks[cook].add_done_callback(lambda task: task.cancelled() or print(f"{cook}: ready!"))


async def work(cook, seconds):
    print(f"{cook}: yes, chef!")
    await asyncio.sleep(seconds)
    print(f"{cook}: ready!")
    del tasks[cook]


def cancel(cook):
    tasks.pop(cook).cancel()
    print(f"{cook}: cancelled")


async def closing_time():
    while tasks:
        await asyncio.wait(list(tasks.values()), return_when=asyncio.FIRST_COMPLETED)
