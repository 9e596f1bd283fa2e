"""
Two naps side by side: a Task makes a yield of something that takes a callback.

    0.0  AttributeError: module 'tornado.gen' has no attribute 'engine'
"""

import time

from tornado import gen
from tornado.ioloop import IOLoop


@gen.engine
def nap():
    print("sleeping")
    yield gen.Task(IOLoop.instance().add_timeout, time.time() + 1)
    print("awake!")


IOLoop.instance().add_callback(nap)
IOLoop.instance().add_callback(nap)
IOLoop.instance().start()
