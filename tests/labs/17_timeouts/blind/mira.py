"""Deliver a parcel: some trips, each with a limit."""

import asyncio


async def deliver(van, limit, most):
    for _ in range(most):
        try:
            await asyncio.wait_for(van.drive_async(), limit)
            return True
        except TimeoutError:
            pass            # too late, next one
        finally:
            van.park()
    return False
