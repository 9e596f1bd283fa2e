"""Deliver a parcel, with my own alarm clock from call_later."""

import asyncio

from tornado.ioloop import IOLoop


class Trip:
    def __init__(self, van, limit):
        self.van = van
        self.limit = limit
        self.too_late = False
        self.task = None

    def ring(self):
        # cancel() says False if the trip is over already
        self.too_late = self.task.cancel()

    async def go(self):
        loop = IOLoop.current()
        self.task = asyncio.ensure_future(self.van.drive_async())
        alarm = loop.call_later(self.limit, self.ring)
        try:
            await self.task
            return True
        except asyncio.CancelledError:
            # was it my alarm, or the office?
            if not self.too_late or asyncio.current_task().cancelling():
                raise
            return False
        finally:
            loop.remove_timeout(alarm)
            self.van.park()


async def deliver(van, limit, most):
    for _ in range(most):
        if await Trip(van, limit).go():
            return True
    return False
