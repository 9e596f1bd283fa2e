"""A timeout around the trip alone; the van is parked in finally, however the trip ends."""

import asyncio


async def deliver(van, limit, most):
    for _ in range(most):
        try:
            await asyncio.wait_for(van.drive_async(), limit)
            return True
        except TimeoutError:
            pass  # the next trip may be faster
        finally:
            van.park()
    return False
