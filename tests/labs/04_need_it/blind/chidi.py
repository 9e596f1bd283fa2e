"""Find out what a function is: does it block, is it asynchronous?"""

import asyncio
import time

from tornado import gen
from tornado.ioloop import PeriodicCallback


@gen.coroutine
def classify(function):
    yield gen.sleep(0.01)
    rings = [time.monotonic()]
    bell = PeriodicCallback(lambda: rings.append(time.monotonic()), 50)
    bell.start()

    result = function()
    if asyncio.iscoroutine(result):
        asynchronous = True
        yield result
    elif asyncio.isfuture(result):
        asynchronous = not result.done()    # ask first!!
        yield result
    else:
        asynchronous = False

    yield gen.sleep(0.15)
    bell.stop()

    # the biggest hole between two rings
    rings.append(time.monotonic())
    hole = max(b - a for a, b in zip(rings, rings[1:]))
    print("biggest hole:", round(hole, 3))
    raise gen.Return({"blocks": hole > 0.3, "asynchronous": asynchronous})
