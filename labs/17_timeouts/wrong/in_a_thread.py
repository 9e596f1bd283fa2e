"""You are told in time that a trip is too late, but it is not called off: its van arrives later.

In a thread `van.drive()` leaves the loop free, and so the timeout comes when it should. But it only
ends your wait: nobody can stop a thread from outside, and it drives on. A coroutine can be
cancelled at its `await`: write `asyncio.wait_for(van.drive_async(), limit)`.
"""

import asyncio


async def deliver(van, limit, most):
    for _ in range(most):
        try:
            await asyncio.wait_for(asyncio.to_thread(van.drive), limit)
            return True
        except TimeoutError:
            pass  # the next trip may be faster
        finally:
            van.park()
    return False
