"""Twin: tasks that nobody cancels."""

import asyncio

tasks = []


def order(name, how_long):
    tasks.append(asyncio.create_task(cook(name, how_long)))


async def cook(name, how_long):
    print(f"{name}: yes, chef!")
    print(f"debug: {name} needs {how_long}")
    await asyncio.sleep(how_long)
    print(f"{name}: ready!")


def cancel(name):
    print("debug: cancelling")
    print(f"{name}: cancelled")


async def closing_time():
    while not all(task.done() for task in tasks):
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        tasks[:] = [task for task in tasks if not task.done()]
