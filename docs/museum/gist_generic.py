"""
A Task around a function of one's own: it runs on the spot, and blocks as it always did.

    0.0  AttributeError: module 'tornado.gen' has no attribute 'engine'
"""

import time

from tornado import gen
from tornado.ioloop import IOLoop


def work(callback):
    print("do some work")
    time.sleep(1)
    callback(123)


@gen.engine
def start():
    print("start")
    result = yield gen.Task(work)
    print("result is", result)
    IOLoop.instance().stop()


start()
IOLoop.instance().start()
