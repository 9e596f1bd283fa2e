"""Deliver a parcel: some trips, each with a limit."""

import asyncio


async def deliver(van, limit, most):
    # finally sees all three ways, so parking goes in there
    try:
        for trip in range(most):
            try:
                await asyncio.wait_for(van.drive_async(), limit)
                return True
            except TimeoutError:
                continue
        return False
    finally:
        van.park()
