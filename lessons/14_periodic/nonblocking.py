"""
An async tick gives the loop back while it waits: the ticks of the others come on time.

    1.0  lamp: flash
    1.7  Runa: how much oil?
    2.0  lamp: flash
    2.6  Runa: enough
    3.0  lamp: flash
    3.4  Runa: how much oil?
    4.0  lamp: flash
    4.3  Runa: enough
    4.6  Emil: good morning
"""

import asyncio

from tornado.ioloop import IOLoop, PeriodicCallback

GAUGE = 0.9  # seconds that the gauge takes to answer


def flash():
    print("lamp: flash")


async def check_oil():
    print("Runa: how much oil?")
    await asyncio.sleep(GAUGE)
    print("Runa: enough")


def wake_up(morning):
    print("Emil: good morning")
    morning.set()


async def main():
    morning = asyncio.Event()
    lamp = PeriodicCallback(flash, 1000)  # milliseconds
    watch = PeriodicCallback(check_oil, 1700)
    lamp.start()
    watch.start()
    IOLoop.current().call_later(4.6, wake_up, morning)  # seconds
    await morning.wait()
    lamp.stop()
    watch.stop()


asyncio.run(main())
