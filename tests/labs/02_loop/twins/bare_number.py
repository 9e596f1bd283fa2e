"""Twin: call_at, and a class that holds everything."""

import asyncio

from tornado.ioloop import IOLoop


class Brigade:
    def __init__(self):
        self.pans = {}
        self.over = asyncio.Event()

    def begin(self, person, how_long):
        loop = IOLoop.current()
        loop.add_callback(lambda: print(f"{person}: yes, chef!"))
        self.pans[person] = loop.call_at(how_long, self.finish, person)
        print("debug:", len(self.pans), "pans are on the fire")

    def finish(self, person):
        print(f"{person}: ready!")
        self.take_off(person)

    def stop(self, person):
        IOLoop.current().remove_timeout(self.pans[person])
        print(f"{person}: cancelled")
        self.take_off(person)

    def take_off(self, person):
        self.pans.pop(person)
        if len(self.pans) == 0:
            self.over.set()


brigade = Brigade()


def order(cook, seconds):
    brigade.begin(cook, seconds)


def cancel(cook):
    brigade.stop(cook)


async def closing_time():
    await brigade.over.wait()
