"""No trip is ever called off, and while one van drives, everybody else stands still.

A timeout is a timer that the loop calls. `van.drive()` holds the loop until the van is there, so
the loop cannot call anybody in time, and there is no `await` at which the trip could be cancelled;
an `async def` around it changes nothing. Write `asyncio.wait_for(van.drive_async(), limit)`.
"""

import asyncio


async def deliver(van, limit, most):
    for _ in range(most):
        try:
            await asyncio.wait_for(one_trip(van), limit)
            return True
        except TimeoutError:
            pass  # the next trip may be faster
        finally:
            van.park()
    return False


async def one_trip(van):
    van.drive()
