"""It counts from zero to most, and so there is one more trip."""

import asyncio


async def deliver(van, limit, most):
    trip = 0
    while trip <= most:
        try:
            await asyncio.wait_for(van.drive_async(), limit)
            return True
        except TimeoutError:
            trip += 1
        finally:
            van.park()
    return False
