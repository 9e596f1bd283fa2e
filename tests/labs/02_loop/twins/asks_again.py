"""Twin: tasks, and a coroutine that counts those who are done."""

import asyncio

from tornado import gen

everyone = {}


def order(name, how_long):
    everyone[name] = asyncio.create_task(one(name, how_long))


async def one(name, how_long):
    print(f"{name}: yes, chef!")
    await gen.sleep(how_long)
    print(f"{name}: ready!")


def cancel(name):
    everyone[name].cancel()
    print(f"{name}: cancelled")


async def closing_time():
    while True:
        print("debug: looking")
        if all(task.done() for task in everyone.values()):
            return
        await gen.sleep(1 / 10)
