"""
gather starts all, then waits for all: as long as for the slowest, in the order of the arguments.

    0.0  Brest: asked for
    0.0  Cadiz: asked for
    0.0  Dover: asked for
    0.3  Cadiz: answers
    0.9  foghorn: booh
    1.2  Brest: answers
    1.6  Dover: answers
    1.6  Maren: [6, 3, 5]
"""

import asyncio

from tornado.ioloop import PeriodicCallback

SECONDS = {"Brest": 1.2, "Cadiz": 0.3, "Dover": 1.6}
METRES = {"Brest": 6, "Cadiz": 3, "Dover": 5}


def sound():
    print("foghorn: booh")


async def fetch(harbour):
    print(f"{harbour}: asked for")
    await asyncio.sleep(SECONDS[harbour])
    print(f"{harbour}: answers")
    return METRES[harbour]


async def fetch_all(harbours):
    return await asyncio.gather(*[fetch(harbour) for harbour in harbours])


async def main():
    foghorn = PeriodicCallback(sound, 900)
    foghorn.start()
    tides = await fetch_all(SECONDS)
    foghorn.stop()
    print(f"Maren: {tides}")


asyncio.run(main())
