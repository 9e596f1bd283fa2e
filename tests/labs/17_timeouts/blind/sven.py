"""Deliver a parcel: some trips, each with a limit."""

import asyncio


async def deliver(van, limit, most):
    # first version was with wait_for, but timeout() saves me the second try
    try:
        async with asyncio.timeout(limit):
            for trip in range(most):
                try:
                    await van.drive_async()
                    return True
                finally:
                    van.park()
    except TimeoutError:
        return False
    return False
