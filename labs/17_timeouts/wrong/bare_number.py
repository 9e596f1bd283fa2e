"""Every trip is called too late in the instant in which it begins.

`gen.with_timeout` takes a `timedelta`, or a number that is a moment on the clock of the loop; and
1.5 is a moment in 1970, which is over. Besides, it does not cancel the trip. Write
`asyncio.wait_for(van.drive_async(), limit)`: there a number is seconds from now, and it cancels.
"""

from tornado import gen


async def deliver(van, limit, most):
    for _ in range(most):
        try:
            await gen.with_timeout(limit, van.drive_async())
            return True
        except TimeoutError:
            pass  # the next trip may be faster
        finally:
            van.park()
    return False
