"""
Tasks made by hand: Alma falls, and the hut is locked while Bram climbs on.

    0.0  Alma: climbing
    0.0  Bram: climbing
    1.0  Alma: slips
    1.4  Alma: down again
    1.4  Tenzin: Alma fell, we all go home
    1.4  Pema: nobody is out, I lock the hut
    2.0  Bram: at the top
    2.4  Bram: down again
    2.9  Pema: good morning
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
    alma = asyncio.create_task(climb(1.0, slippery=True), name="Alma")
    bram = asyncio.create_task(climb(2.0), name="Bram")
    await alma
    await bram


async def main():
    try:
        await expedition()
    except Fall:
        print("Tenzin: Alma fell, we all go home")
    print("Pema: nobody is out, I lock the hut")
    await asyncio.sleep(1.5)
    print("Pema: good morning")


asyncio.run(main())
