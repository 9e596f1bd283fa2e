"""asyncio.timeout around the plain drive."""

import asyncio


async def deliver(car, seconds, tries):
    n = 0
    while n < tries:
        n += 1
        try:
            async with asyncio.timeout(seconds):
                print("go", n)
                car.drive()
                return True
        except asyncio.TimeoutError:
            continue
        finally:
            car.park()
    return False
