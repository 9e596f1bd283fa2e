"""A courier who is called back begins another trip: your `except` eats the cancellation.

The office cancels your coroutine: your `await` raises `CancelledError`, once. A bare `except`,
`except BaseException` or `except asyncio.CancelledError` catches it, and who goes on after that is
not cancelled any more. Write `except TimeoutError`, and let all else pass.
"""

import asyncio


async def deliver(van, limit, most):
    for _ in range(most):
        try:
            await asyncio.wait_for(van.drive_async(), limit)
            return True
        except:  # noqa: E722
            pass  # the next trip may be faster
        finally:
            van.park()
    return False
