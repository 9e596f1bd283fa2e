"""
Something every second: the first time after one second.

    1.0  a second is over
    2.0  a second is over
    3.0  a second is over
    forever
"""

from tornado.ioloop import IOLoop, PeriodicCallback


def tick():
    print("a second is over")


PeriodicCallback(tick, 1000).start()
IOLoop.instance().start()
