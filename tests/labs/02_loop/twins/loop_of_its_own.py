"""Twin: a loop made with IOLoop() at the top of the file, in a class."""

import asyncio

from tornado.ioloop import IOLoop


class Stove:
    def __init__(self):
        self.loop = IOLoop(make_current=False)
        self.pots = {}
        self.cold = asyncio.Event()

    def heat(self, cook, seconds):
        print("debug: heating for", cook)
        self.loop.add_callback(print, f"{cook}: yes, chef!")
        self.pots[cook] = self.loop.call_later(seconds, self.serve, cook)

    def serve(self, cook):
        print(f"{cook}: ready!")
        self.cool(cook)

    def stop(self, cook):
        self.loop.remove_timeout(self.pots[cook])
        print(f"{cook}: cancelled")
        self.cool(cook)

    def cool(self, cook):
        del self.pots[cook]
        if not self.pots:
            self.cold.set()


stove = Stove()


def order(cook, seconds):
    stove.heat(cook, seconds)


def cancel(cook):
    stove.stop(cook)


async def closing_time():
    await stove.cold.wait()
