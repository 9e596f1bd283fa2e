"""
An await in a loop: nobody holds the loop, and yet Cadiz is asked only when Brest has answered.

    0.0  Brest: asked for
    0.9  foghorn: booh
    1.2  Brest: answers
    1.2  Cadiz: asked for
    1.5  Cadiz: answers
    1.5  Dover: asked for
    1.8  foghorn: booh
    2.7  foghorn: booh
    3.1  Dover: answers
    3.1  Maren: [6, 3, 5]
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
    tides = []
    for harbour in harbours:
        tides.append(await fetch(harbour))
    return tides


async def main():
    foghorn = PeriodicCallback(sound, 900)
    foghorn.start()
    tides = await fetch_all(SECONDS)
    foghorn.stop()
    print(f"Maren: {tides}")


asyncio.run(main())
