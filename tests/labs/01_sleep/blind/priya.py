"""Dormitory with callbacks, no coroutine needed."""

import functools

from tornado.concurrent import Future
from tornado.ioloop import IOLoop


class Dormitory:
    """One night. Keeps who is still in bed, and a Future for the end of the night."""

    def __init__(self, sleepers):
        self.sleepers = dict(sleepers)
        self.in_bed = len(self.sleepers)
        self.morning = Future()

    def good_night(self):
        loop = IOLoop.current()
        for name, seconds in self.sleepers.items():
            print(f"{name}: sleeping")
            loop.call_later(seconds, functools.partial(self._wake, name))
        if not self.in_bed:          # empty dormitory
            self.morning.set_result(None)
        return self.morning

    def _wake(self, name):
        print(f"{name}: awake!")
        self.in_bed -= 1
        if self.in_bed == 0:
            self.morning.set_result(None)


def everybody(sleepers):
    return Dormitory(sleepers).good_night()
