"""It parks after try and except, where nothing but a TimeoutError is caught."""

import asyncio


async def deliver(car, seconds, tries):
    there = False
    while tries and not there:
        try:
            async with asyncio.timeout(seconds):
                await car.drive_async()
            there = True
        except asyncio.TimeoutError:
            print("too slow")
        car.park()
        tries -= 1
    return there
