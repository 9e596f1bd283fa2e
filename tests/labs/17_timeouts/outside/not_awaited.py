"""wait_for without await: the trip does not even begin."""

import asyncio


async def deliver(van, limit, most):
    for _ in range(most):
        try:
            asyncio.wait_for(van.drive_async(), limit)
            return True
        except TimeoutError:
            pass
        finally:
            van.park()
    return False
