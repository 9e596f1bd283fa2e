"""Deliver a parcel: some trips, each with a limit."""

import asyncio


async def deliver(van, limit, most):
    while most > 0:
        most -= 1
        try:
            await asyncio.wait_for(van.drive_async(), timeout=limit)
        except (TimeoutError, asyncio.CancelledError):
            # trip was called off
            van.park()
        else:
            van.park()
            return True
    return False
