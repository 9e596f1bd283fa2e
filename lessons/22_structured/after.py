"""
A TaskGroup: Alma falls, so Bram is called back, and the group is over when both are down.

    0.0  Alma: climbing
    0.0  Bram: climbing
    1.0  Alma: slips
    1.4  Alma: down again
    1.4  Bram: turning back
    1.8  Bram: down again
    1.8  Tenzin: Alma fell, we all go home
    1.8  Pema: nobody is out, I lock the hut
    3.3  Pema: good morning
"""

import asyncio


class Fall(Exception):
    """Somebody cannot go on."""


async def climb(seconds, slippery=False):
    name = asyncio.current_task().get_name()
    print(f"{name}: climbing")
    try:
        await asyncio.sleep(seconds)
        if slippery:
            print(f"{name}: slips")
            raise Fall(name)
        print(f"{name}: at the top")
    except asyncio.CancelledError:
        print(f"{name}: turning back")
        raise
    finally:
        await asyncio.sleep(0.4)
        print(f"{name}: down again")


async def expedition():
    async with asyncio.TaskGroup() as group:
        group.create_task(climb(1.0, slippery=True), name="Alma")
        group.create_task(climb(2.0), name="Bram")


async def main():
    try:
        await expedition()
    except* Fall:
        print("Tenzin: Alma fell, we all go home")
    print("Pema: nobody is out, I lock the hut")
    await asyncio.sleep(1.5)
    print("Pema: good morning")


asyncio.run(main())
