import asyncio

# asyncio.timeout is new in 3.11, nicer than wait_for I think


async def one_trip(van, limit: float) -> bool:
    """One trip. True: at the door, False: too late."""
    try:
        async with asyncio.timeout(limit):
            await van.drive_async()
    except TimeoutError:
        return False
    else:
        return True
    finally:
        van.park()


async def deliver(van, limit: float, most: int) -> bool:
    trips = 0
    while trips < most:
        trips += 1
        if await one_trip(van, limit):
            return True
        print("   (too late, trip", trips, "of", most, ")")
    return False
