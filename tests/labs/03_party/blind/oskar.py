"""A party with callbacks. A guest drinks when two things have happened, in any order."""

import asyncio

from tornado.concurrent import Future
from tornado.ioloop import IOLoop


class Guest:
    def __init__(self, name, seconds, mix):
        self.name = name
        self.is_back = False
        self.happy = Future()
        print(f"{name}: orders")
        self.drink = asyncio.ensure_future(mix(name))
        IOLoop.current().call_later(seconds, self.come_back)

    def come_back(self):
        print(f"{self.name}: back at the bar")
        # called at once (well, next turn of the loop) if the drink is already there
        self.drink.add_done_callback(self.have_it)

    def have_it(self, drink):
        if drink.exception():
            self.happy.set_exception(drink.exception())
            return
        print(f"{self.name}: drinks")
        self.happy.set_result(None)


def party(guests, mix):
    crowd = [Guest(name, seconds, mix) for name, seconds in guests.items()]
    return asyncio.gather(*[g.happy for g in crowd])
