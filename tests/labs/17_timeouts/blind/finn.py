"""Deliver a parcel: some trips, each with a limit."""

import asyncio


async def deliver(van, limit, most):
    for i in range(most):
        trip = asyncio.create_task(van.drive_async())
        try:
            done, pending = await asyncio.wait([trip], timeout=limit)
            if done:
                return True
            # still on the road -> call it off
            for p in pending:
                p.cancel()
            await asyncio.gather(*pending, return_exceptions=True)
        finally:
            van.park()
    return False
