"""Whatever can be awaited counts."""

import asyncio
from collections.abc import Awaitable

from tornado import gen
from tornado.ioloop import IOLoop


def classify(function):
    return Measurement(function).run()


class Measurement:
    def __init__(self, function):
        self.function = function
        self.over = False
        self.lateness = 0.0

    @gen.coroutine
    def run(self):
        watching = asyncio.ensure_future(self.watch())
        yield gen.sleep(0.02)
        answer = self.function()
        can_be_awaited = isinstance(answer, Awaitable)
        print("debug: awaitable", can_be_awaited)
        if can_be_awaited:
            yield answer
        self.over = True
        yield watching
        return {"asynchronous": can_be_awaited, "blocks": self.lateness >= 0.1}

    async def watch(self):
        clock = IOLoop.current().time
        while not self.over:
            before = clock()
            await asyncio.sleep(0.07)
            self.lateness = max(self.lateness, clock() - before - 0.07)
