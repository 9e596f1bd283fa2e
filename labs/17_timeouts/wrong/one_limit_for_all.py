"""The first trip that is too late is the last one: one limit stands around all trips.

The timeout cancels all that is inside of it, here the loop over the trips, and so nobody tries
again. Put the `for` outside and the timeout inside, with its `try` and `except TimeoutError`: each
trip gets a new limit, and when it is too late the `for` goes on.
"""

import asyncio


async def deliver(van, limit, most):
    try:
        await asyncio.wait_for(all_trips(van, most), limit)
        return True
    except TimeoutError:
        return False


async def all_trips(van, most):
    for _ in range(most):
        try:
            await van.drive_async()
            return
        finally:
            van.park()
