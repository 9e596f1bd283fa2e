"""Twin: tasks, and the answer before the task begins."""

import asyncio

running = {}


def order(name, time):
    print(name + ": yes, chef!")
    print("debug: making a task for", name)
    running[name] = asyncio.ensure_future(cook(name, time))


async def cook(name, time):
    await asyncio.sleep(time)
    print(name + ": ready!")
    del running[name]


def cancel(name):
    running.pop(name).cancel()
    print(name + ": cancelled")


async def closing_time():
    while running:
        await asyncio.wait(set(running.values()), return_when="FIRST_COMPLETED")
