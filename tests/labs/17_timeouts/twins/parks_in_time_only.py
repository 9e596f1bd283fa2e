"""The line with park stands after the one that raises."""

import asyncio


async def deliver(car, seconds, tries):
    while tries > 0:
        tries -= 1
        try:
            async with asyncio.timeout(seconds):
                await car.drive_async()
                car.park()
                print("well done")
                return True
        except TimeoutError:
            print("tries left:", tries)
    return False
