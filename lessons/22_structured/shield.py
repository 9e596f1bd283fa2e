"""
shield does not save you from being cancelled; it saves what you wait for.

    0.0  Alma: calls the valley
    0.0  Bram: calls the valley
    0.4  Alma: the call is cut off
    0.4  Alma: has to go on
    0.8  Bram: has to go on
    1.2  Bram: the valley knows
"""

import asyncio


async def call(who):
    print(f"{who}: calls the valley")
    try:
        await asyncio.sleep(1.2)
        print(f"{who}: the valley knows")
    except asyncio.CancelledError:
        print(f"{who}: the call is cut off")
        raise


async def alma():
    try:
        async with asyncio.timeout(0.4):
            await call("Alma")
    except TimeoutError:
        print("Alma: has to go on")


async def bram():
    calling = asyncio.create_task(call("Bram"))
    try:
        async with asyncio.timeout(0.8):
            await asyncio.shield(calling)
    except TimeoutError:
        print("Bram: has to go on")
    # Nobody else keeps the task or waits for it, and the program would end without it.
    await calling


async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(alma(), name="Alma")
        group.create_task(bram(), name="Bram")


asyncio.run(main())
