"""Deliver a parcel: some trips, each with a limit."""

from datetime import timedelta

from tornado import gen


async def deliver(van, limit, most):
    for trip in range(most):
        try:
            # we had with_timeout in the Tornado docs, it wants a timedelta
            await gen.with_timeout(timedelta(seconds=limit), van.drive_async())
            return True
        except gen.TimeoutError:
            print("timeout in trip", trip + 1)
        finally:
            van.park()
    return False
