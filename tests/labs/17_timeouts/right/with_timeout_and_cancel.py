"""gen.with_timeout, and the trip is cancelled by hand: right too."""

import asyncio
from datetime import timedelta

from tornado import gen


async def in_time(van, limit):
    trip = asyncio.create_task(van.drive_async())
    try:
        await gen.with_timeout(timedelta(seconds=limit), trip)
        return True
    except gen.TimeoutError:
        return False
    finally:
        trip.cancel()
        van.park()


async def deliver(van, limit, most):
    for _ in range(most):
        if await in_time(van, limit):
            return True
    return False
