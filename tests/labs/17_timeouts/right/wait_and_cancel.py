"""A task for each trip: asyncio.wait looks whether it is done, and who is not done is cancelled."""

import asyncio


async def deliver(van, limit, most):
    for _ in range(most):
        trip = asyncio.create_task(van.drive_async())
        try:
            done, _ = await asyncio.wait({trip}, timeout=limit)
        finally:
            # After the timeout, and also when the office cancels us: wait cancels nobody.
            trip.cancel()
            van.park()
        if done:
            return True
    return False
