"""Twin: coroutines that look, when they wake, whether they are still wanted."""

import asyncio

wanted = {}
everyone = []


def order(cook, seconds):
    wanted[cook] = True
    everyone.append(asyncio.create_task(one(cook, seconds)))


async def one(cook, seconds):
    print(f"{cook}: yes, chef!")
    await asyncio.sleep(seconds)
    if wanted[cook]:
        print(f"{cook}: ready!")
    else:
        print(f"debug: {cook} is not wanted any more")


def cancel(cook):
    wanted[cook] = False
    print(f"{cook}: cancelled")


async def closing_time():
    for task in everyone:
        await task
