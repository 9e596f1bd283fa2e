"""
A coroutine made early still begins when it is awaited; a task is begun by the loop.

    0.0  Brest: asked for
    0.9  foghorn: booh
    1.2  Brest: answers
    1.2  Cadiz: asked for
    1.5  Cadiz: answers
    1.5  Maren: [6, 3]
    1.5  Dover: asked for
    1.5  Emden: asked for
    1.8  foghorn: booh
    2.2  Emden: answers
    2.7  foghorn: booh
    3.1  Dover: answers
    3.1  Maren: [5, 2]
"""

import asyncio

from tornado.ioloop import PeriodicCallback

SECONDS = {"Brest": 1.2, "Cadiz": 0.3, "Dover": 1.6, "Emden": 0.7}
METRES = {"Brest": 6, "Cadiz": 3, "Dover": 5, "Emden": 2}


def sound():
    print("foghorn: booh")


async def fetch(harbour):
    print(f"{harbour}: asked for")
    await asyncio.sleep(SECONDS[harbour])
    print(f"{harbour}: answers")
    return METRES[harbour]


async def fetch_all(harbours):
    coroutines = [fetch(harbour) for harbour in harbours]
    return [await coroutine for coroutine in coroutines]


async def fetch_all_in_tasks(harbours):
    tasks = [asyncio.create_task(fetch(harbour)) for harbour in harbours]
    return [await task for task in tasks]


async def main():
    foghorn = PeriodicCallback(sound, 900)
    foghorn.start()
    print(f"Maren: {await fetch_all(['Brest', 'Cadiz'])}")
    print(f"Maren: {await fetch_all_in_tasks(['Dover', 'Emden'])}")
    foghorn.stop()


asyncio.run(main())
