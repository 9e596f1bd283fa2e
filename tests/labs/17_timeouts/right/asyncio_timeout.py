"""asyncio.timeout around the trip, and a context manager that parks."""

import asyncio
from contextlib import contextmanager


@contextmanager
def parked_at_the_end(van):
    try:
        yield
    finally:
        van.park()


async def deliver(van, limit, most):
    while most:
        most -= 1
        try:
            with parked_at_the_end(van):
                async with asyncio.timeout(limit):
                    await van.drive_async()
        except TimeoutError:
            print("too late, trips left:", most)
        else:
            return True
    return False
