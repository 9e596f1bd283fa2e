"""Deliver a parcel: some trips, each with a limit."""

import asyncio


async def deliver(van, limit, most):
    for trip in range(1, most + 1):
        driving = asyncio.create_task(van.drive_async())
        try:
            # wait() does not raise at the timeout, it only tells me who is done
            done, late = await asyncio.wait({driving}, timeout=limit)
            if driving in done:
                driving.result()        # if the van broke down I want to see it
                return True
        finally:
            # wait() does not cancel either! Not at the timeout and not if I am cancelled myself.
            if not driving.done():
                driving.cancel()
                await asyncio.wait({driving})    # until it really stands
            van.park()
    return False
