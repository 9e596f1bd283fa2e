"""Twin: a dict of handles that nobody gives back to the loop, and a Future."""

import asyncio
from datetime import timedelta

from tornado.ioloop import IOLoop

handles = {}
ends = []


def order(a, b):
    print("order", a, b)
    IOLoop.current().spawn_callback(yes, a)
    handles[a] = IOLoop.current().add_timeout(timedelta(seconds=b), lambda: finished(a, "ready!"))


def yes(a):
    print(a, "yes, chef!", sep=": ")


def finished(a, word):
    print(": ".join([a, word]))
    handles.pop(a, None)
    if not handles and ends and not ends[0].done():
        ends[0].set_result(True)


def cancel(a):
    finished(a, "cancelled")


def closing_time():
    ends.append(asyncio.Future())
    return ends[0]
