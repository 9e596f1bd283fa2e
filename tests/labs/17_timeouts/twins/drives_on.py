"""asyncio.wait with a timeout, and no cancel."""

import asyncio


async def deliver(car, seconds, tries):
    drives = []
    while len(drives) < tries:
        drive = asyncio.create_task(car.drive_async())
        drives.append(drive)
        try:
            done, pending = await asyncio.wait([drive], timeout=seconds)
        finally:
            car.park()
        print("pending:", len(pending))
        if drive in done:
            return True
    return False
