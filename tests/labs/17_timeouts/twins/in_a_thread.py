"""The plain drive, in a pool of threads."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

pool = ThreadPoolExecutor(20)


async def in_time(car, seconds):
    drive = asyncio.get_running_loop().run_in_executor(pool, car.drive)
    try:
        async with asyncio.timeout(seconds):
            await drive
    except TimeoutError:
        print("cancelled:", drive.cancel())
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
