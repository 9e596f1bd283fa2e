"""Tornado's PeriodicCallback rings, and a gen.coroutine waits."""

import itertools

from tornado import gen
from tornado.ioloop import IOLoop, PeriodicCallback


@gen.coroutine
def classify(function):
    loop = IOLoop.current()
    rings = [loop.time()]
    bell = PeriodicCallback(lambda: rings.append(loop.time()), 50)
    bell.start()
    returned = function()
    pending = False
    if hasattr(returned, "__await__"):
        pending = not (gen.is_future(returned) and returned.done())
        yield returned
    yield gen.sleep(0.2)
    bell.stop()
    gaps = [later - earlier for earlier, later in itertools.pairwise(rings)]
    print("debug: the longest gap is", max(gaps))
    return {"blocks": max(gaps) > 0.2, "asynchronous": pending}
