"""Looks at the def line."""

import asyncio
from inspect import iscoroutinefunction
from time import monotonic

from tornado.ioloop import IOLoop


class Bell:
    def __init__(self):
        self.worst = 0.0
        self.rung = monotonic()
        self.timer = IOLoop.current().call_later(0.08, self.ring)

    def ring(self):
        now = monotonic()
        self.worst = max(self.worst, now - self.rung - 0.08)
        self.rung = now
        self.timer = IOLoop.current().call_later(0.08, self.ring)

    def stop(self):
        IOLoop.current().remove_timeout(self.timer)


async def classify(function):
    bell = Bell()
    came_back = function()
    if hasattr(came_back, "__await__"):
        await came_back
    await asyncio.sleep(0.17)
    bell.stop()
    print("debug:", function.__name__, bell.worst)
    return dict(blocks=bell.worst > 0.1, asynchronous=iscoroutinefunction(function))
