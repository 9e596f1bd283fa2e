"""
Who waits for an asyncio.Lock gives the loop back; a threading.Lock holds it, here for ever.

    0.0  Dora: wants the stamp
    0.0  Dora: has the stamp
    0.3  Edgar: wants the stamp
    0.7  clock: tick
    1.0  Dora: has put it back
    1.0  Edgar: has the stamp
    2.0  Edgar: has put it back
    2.0  Dora: wants the stamp
    2.0  Dora: has the stamp
    2.3  Edgar: wants the stamp
    forever
"""

import asyncio
import threading

SECONDS = 1.0


async def with_asyncio_lock(name, moment, stamp):
    await asyncio.sleep(moment)
    print(f"{name}: wants the stamp")
    async with stamp:
        print(f"{name}: has the stamp")
        await asyncio.sleep(SECONDS)
    print(f"{name}: has put it back")


async def with_threading_lock(name, moment, stamp):
    await asyncio.sleep(moment)
    print(f"{name}: wants the stamp")
    with stamp:
        print(f"{name}: has the stamp")
        await asyncio.sleep(SECONDS)
    print(f"{name}: has put it back")


async def clock():
    await asyncio.sleep(0.7)
    print("clock: tick")


async def main():
    for serve, stamp in (
        (with_asyncio_lock, asyncio.Lock()),
        (with_threading_lock, threading.Lock()),
    ):
        await asyncio.gather(clock(), serve("Dora", 0.0, stamp), serve("Edgar", 0.3, stamp))


asyncio.run(main())
