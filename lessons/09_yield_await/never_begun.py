"""
Only Gwen begins: nobody awaits Lars, and Maud, an async def with a yield, cannot be awaited.

    0.0  Gwen: begins
    0.0  Gwen: Future
    0.0  Lars: coroutine
    0.0  Maud: async_generator
    1.0  Gwen: letter is ready
    1.0  Maud: TypeError at await
"""

import asyncio

from tornado import gen


@gen.coroutine
def gwen():
    print("Gwen: begins")
    yield asyncio.sleep(1.0)
    print("Gwen: letter is ready")


async def lars():
    print("Lars: begins")
    await asyncio.sleep(1.5)
    print("Lars: letter is ready")


async def maud():
    print("Maud: begins")
    yield asyncio.sleep(2.0)
    print("Maud: letter is ready")


async def main():
    letters = {"Gwen": gwen(), "Lars": lars(), "Maud": maud()}
    for clerk, letter in letters.items():
        print(f"{clerk}: {type(letter).__name__}")
    await letters["Gwen"]
    try:
        await letters["Maud"]
    except TypeError:
        print("Maud: TypeError at await")


asyncio.run(main())
