"""
A Task begins when you next give the loop back: later than the call, and here before its await.

    0.0  chief: coffee
    0.0  Gwen: begins
    0.0  Lars: begins
    0.5  chief: where are the letters?
    1.0  Gwen: letter is ready
    1.5  Lars: letter is ready
"""

import asyncio

SECONDS = {"Gwen": 1.0, "Lars": 1.5}


async def write(clerk):
    print(f"{clerk}: begins")
    await asyncio.sleep(SECONDS[clerk])
    print(f"{clerk}: letter is ready")


async def main():
    gwen = asyncio.create_task(write("Gwen"))
    lars = asyncio.create_task(write("Lars"))
    print("chief: coffee")
    await asyncio.sleep(0.5)
    print("chief: where are the letters?")
    await gwen
    await lars


asyncio.run(main())
