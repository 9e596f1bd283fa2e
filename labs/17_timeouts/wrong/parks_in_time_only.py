"""A van whose trip was called off is never parked.

What ends the trip is an exception at your `await`: a `CancelledError` in the trip, a `TimeoutError`
where you set the limit. The lines after that `await` are left out, and `except Exception` does not
see a `CancelledError`, which is none. Put `van.park()` into a `finally`, which always runs.
"""

import asyncio


async def deliver(van, limit, most):
    for _ in range(most):
        try:
            await asyncio.wait_for(one_trip(van), limit)
            return True
        except TimeoutError:
            pass  # the next trip may be faster
    return False


async def one_trip(van):
    try:
        await van.drive_async()
    except Exception:
        pass  # whatever goes wrong, the van has to be parked
    van.park()
