"""add_timeout with a timedelta, and a Future that the last cook gives its result."""

from asyncio import Future
from datetime import timedelta

from tornado.ioloop import IOLoop


class Kitchen:
    def __init__(self):
        self.handles = {}
        self.waiting = []

    def order(self, cook, seconds):
        loop = IOLoop.current()
        loop.add_callback(print, cook + ": yes, chef!")
        self.handles[cook] = loop.add_timeout(
            timedelta(seconds=seconds), lambda: self.done(cook, "ready!")
        )

    def cancel(self, cook):
        IOLoop.current().remove_timeout(self.handles[cook])
        self.done(cook, "cancelled")

    def done(self, cook, how):
        print(f"{cook}: {how}")
        self.handles.pop(cook)
        if not self.handles:
            for future in self.waiting:
                future.set_result(None)

    def closing_time(self):
        self.waiting.append(Future())
        return self.waiting[-1]


kitchen = Kitchen()
order = kitchen.order
cancel = kitchen.cancel
closing_time = kitchen.closing_time
