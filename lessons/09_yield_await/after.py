"""
async def is lazy: a call runs nothing, each letter is begun when the chief awaits it.

    0.0  chief: coffee
    0.5  chief: where are the letters?
    0.5  Gwen: begins
    1.5  Gwen: letter is ready
    1.5  Lars: begins
    3.0  Lars: letter is ready
"""

import asyncio

SECONDS = {"Gwen": 1.0, "Lars": 1.5}


async def write(clerk):
    print(f"{clerk}: begins")
    await asyncio.sleep(SECONDS[clerk])
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
