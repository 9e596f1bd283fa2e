"""
The old style is eager: the call runs the body up to its first yield, so both letters are begun.

    0.0  Gwen: begins
    0.0  Lars: begins
    0.0  chief: coffee
    0.5  chief: where are the letters?
    1.0  Gwen: letter is ready
    1.5  Lars: letter is ready
"""

import asyncio

from tornado import gen

SECONDS = {"Gwen": 1.0, "Lars": 1.5}


@gen.coroutine
def write(clerk):
    print(f"{clerk}: begins")
    yield asyncio.sleep(SECONDS[clerk])
    print(f"{clerk}: letter is ready")


async def main():
    gwen = write("Gwen")
    lars = write("Lars")
    print("chief: coffee")
    await asyncio.sleep(0.5)
    print("chief: where are the letters?")
    await gwen
    await lars


asyncio.run(main())
