"""Petra's list, with callbacks only. I do not like async def."""

import asyncio
import time


class Examination:
    RING = 0.04

    def __init__(self, function):
        self.function = function
        self.loop = asyncio.get_event_loop()
        self.answer = self.loop.create_future()
        self.facts = {"blocks": False, "asynchronous": False}
        self.loop.call_soon(self.call)

    def call(self):
        self.ring()
        result = self.function()
        if asyncio.iscoroutine(result):
            result = asyncio.ensure_future(result)     # not done now
        if asyncio.isfuture(result):
            self.facts["asynchronous"] = not result.done()
            result.add_done_callback(self.finished)
        else:
            self.finished()

    def ring(self):
        self.expected = time.monotonic() + self.RING
        self.handle = self.loop.call_later(self.RING, self.rang)

    def rang(self):
        if time.monotonic() - self.expected > 0.15:
            self.facts["blocks"] = True
        self.ring()

    def finished(self, future=None):
        self.loop.call_later(3 * self.RING, self.end)

    def end(self):
        self.handle.cancel()
        self.answer.set_result(self.facts)


def classify(function):
    return Examination(function).answer
