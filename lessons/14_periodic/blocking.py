"""
A tick runs on the loop, not in the background: while one blocks, the ticks of the others wait.

    1.0  lamp: flash
    1.7  Runa: how much oil?
    2.6  Runa: enough
    2.6  lamp: flash
    3.0  lamp: flash
    3.4  Runa: how much oil?
    4.3  Runa: enough
    4.3  lamp: flash
    4.6  Emil: good morning
"""

import asyncio
import time

from tornado.ioloop import IOLoop, PeriodicCallback

GAUGE = 0.9  # seconds that the gauge takes to answer


def flash():
    print("lamp: flash")


def check_oil():
    print("Runa: how much oil?")
    time.sleep(GAUGE)
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
