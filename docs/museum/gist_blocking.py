"""
Two naps on one loop, with time.sleep: the second begins when the first is over.

    0.0  sleeping
    1.0  awake!
    1.0  sleeping
    2.0  awake!
    forever
"""

import time

from tornado.ioloop import IOLoop


def nap():
    print("sleeping")
    time.sleep(1)
    print("awake!")


IOLoop.instance().add_callback(nap)
IOLoop.instance().add_callback(nap)
IOLoop.instance().start()
