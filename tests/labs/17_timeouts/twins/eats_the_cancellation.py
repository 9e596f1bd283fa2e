"""It takes a CancelledError for the timeout."""

import asyncio


async def in_time(car, seconds):
    drive = asyncio.ensure_future(car.drive_async())
    try:
        await asyncio.wait_for(drive, timeout=seconds)
    except (asyncio.TimeoutError, asyncio.CancelledError) as error:
        print("stopped by", type(error).__name__)
        return False
    else:
        return True
    finally:
        car.park()


async def deliver(car, seconds, tries):
    for _ in range(tries):
        if await in_time(car, seconds):
            return True
    return False
