"""The loop is asked to cancel the trip; a trip that ends otherwise takes its timer out again."""

import asyncio

from tornado.ioloop import IOLoop


class Trip:
    def __init__(self, van, limit):
        self.van = van
        self.task = asyncio.ensure_future(van.drive_async())
        self.late = False
        self.timer = IOLoop.current().call_later(limit, self.time_is_up)

    def time_is_up(self):
        self.late = True
        self.task.cancel()

    async def end(self):
        try:
            await self.task
        except asyncio.CancelledError:
            if not self.late:
                raise
        finally:
            IOLoop.current().remove_timeout(self.timer)
            self.van.park()
        return not self.late


async def deliver(van, limit, most):
    if most == 0:
        return False
    return await Trip(van, limit).end() or await deliver(van, limit, most - 1)
