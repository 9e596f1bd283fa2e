"""A courier who is called back leaves the van in the street: only then it is not parked.

The office cancels your coroutine, so your `await` raises `CancelledError`. `except TimeoutError`
does not catch that (and should not), and so no line after it is run. Put `van.park()` into a
`finally`: it runs when the trip was in time, too late or cancelled, and you write it once.
"""

import asyncio


async def deliver(van, limit, most):
    for _ in range(most):
        try:
            await asyncio.wait_for(van.drive_async(), limit)
        except TimeoutError:
            van.park()
        else:
            van.park()
            return True
    return False
