"""
PeriodicCallback(flash, 1) means every millisecond: the oil for three seconds is gone at once.

    0.001  lamp: flash
    0.002  lamp: flash
    0.003  lamp: flash
    0.003  lamp: no oil
    0.5  Emil: why is it dark?
"""

import asyncio

from tornado.ioloop import IOLoop, PeriodicCallback

PERIOD = 1  # meant as a second, as in call_later(1, ...)


class Lamp:
    def __init__(self, oil):
        self.oil = oil
        self.ticks = PeriodicCallback(self.flash, PERIOD)

    def flash(self):
        print("lamp: flash")
        self.oil -= 1
        if not self.oil:
            print("lamp: no oil")
            self.ticks.stop()


def look_out(seen):
    print("Emil: why is it dark?")
    seen.set()


async def main():
    seen = asyncio.Event()
    Lamp(oil=3).ticks.start()
    IOLoop.current().call_later(0.5, look_out, seen)
    await seen.wait()


asyncio.run(main())
