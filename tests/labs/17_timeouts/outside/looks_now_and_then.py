"""It looks ten times a second whether the trip is over: free, but not on time."""

import asyncio


async def deliver(van, limit, most):
    for _ in range(most):
        trip = asyncio.create_task(van.drive_async())
        waited = 0
        try:
            while not trip.done() and waited < limit:
                await asyncio.sleep(0.1)
                waited += 0.1
            if trip.done():
                return True
        finally:
            trip.cancel()
            van.park()
    return False
