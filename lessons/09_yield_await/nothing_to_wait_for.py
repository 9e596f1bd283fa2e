"""
await gives the loop back only where there is something to wait for; asyncio.sleep(0) always does.

    0.0  Gwen: stamp 1
    0.3  Gwen: stamp 2
    0.6  Lars: stamp 1
    0.9  Lars: stamp 2
    1.2  chief: take turns
    1.2  Gwen: stamp 1
    1.5  Lars: stamp 1
    1.8  Gwen: stamp 2
    2.1  Lars: stamp 2
    2.4  chief: await gen.moment is a TypeError
"""

import asyncio
import time

from tornado import gen


async def find_ink():
    """It is an async def, but the ink is there: nothing to wait for."""


async def make_room():
    await asyncio.sleep(0)


async def stamp(clerk, pause):
    for number in (1, 2):
        print(f"{clerk}: stamp {number}")
        time.sleep(0.3)  # a hand that stamps: work, which holds the loop
        await pause()


async def main():
    await asyncio.gather(stamp("Gwen", find_ink), stamp("Lars", find_ink))
    print("chief: take turns")
    await asyncio.gather(stamp("Gwen", make_room), stamp("Lars", make_room))
    try:
        await gen.moment  # to yield it, in a gen.coroutine, was the old way to make room
    except TypeError:
        print("chief: await gen.moment is a TypeError")


asyncio.run(main())
