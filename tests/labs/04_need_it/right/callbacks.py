"""A chain of call_later rings, and a Future made by hand is given back."""

import asyncio
import time

from tornado.ioloop import IOLoop

EVERY = 0.03


def classify(function):
    return Inquiry(function).answer


class Inquiry:
    def __init__(self, function):
        self.function = function
        self.worst = 0.0
        self.rings_left = None
        self.answer = asyncio.Future()
        self.wind_up()
        self.result = function()
        self.asynchronous = False
        if asyncio.iscoroutine(self.result):
            self.asynchronous = True
            self.result = asyncio.ensure_future(self.result)
        elif asyncio.isfuture(self.result):
            self.asynchronous = not self.result.done()
        if asyncio.isfuture(self.result):
            self.result.add_done_callback(self.finished)
        else:
            self.finished(None)

    def wind_up(self):
        self.due = time.monotonic() + EVERY
        IOLoop.current().call_later(EVERY, self.ring)

    def ring(self):
        self.worst = max(self.worst, time.monotonic() - self.due)
        if self.rings_left is not None:
            self.rings_left -= 1
            if self.rings_left == 0:
                facts = {"blocks": self.worst > 0.1, "asynchronous": self.asynchronous}
                self.answer.set_result(facts)
                return
        self.wind_up()

    def finished(self, _):
        self.rings_left = 2
