"""When the time is up you stop waiting, but the van drives on: nobody cancels the trip.

`gen.with_timeout` never cancels what it waits for, nor does `asyncio.wait(..., timeout=...)`. So
two vans of one courier are on the road. Write `asyncio.wait_for(van.drive_async(), limit)`, which
cancels the trip when the time is up, or cancel the task of the trip yourself.
"""

from datetime import timedelta

from tornado import gen


async def deliver(van, limit, most):
    for _ in range(most):
        try:
            await gen.with_timeout(timedelta(seconds=limit), van.drive_async())
            return True
        except TimeoutError:
            pass  # the next trip may be faster
        finally:
            van.park()
    return False
