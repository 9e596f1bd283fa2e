"""One asyncio.timeout around the loop."""

import asyncio


async def deliver(car, seconds, tries):
    there = False
    try:
        async with asyncio.timeout(seconds):
            for number in range(tries):
                print("try", number + 1)
                try:
                    await car.drive_async()
                    there = True
                    break
                finally:
                    car.park()
    except TimeoutError:
        print("out of time")
    return there
