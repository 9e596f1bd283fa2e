"""
add_timeout asks the loop to call back: both sleep at the same time.

    0.0  sleeping
    0.0  sleeping
    1.0  awake!
    1.0  awake!
"""

import asyncio
from datetime import timedelta

from tornado.ioloop import IOLoop

SECONDS = 1


def fall_asleep(awake):
    print("sleeping")
    IOLoop.current().add_timeout(timedelta(seconds=SECONDS), wake_up, awake)


def wake_up(awake):
    print("awake!")
    awake.set()


async def main():
    first, second = asyncio.Event(), asyncio.Event()
    IOLoop.current().add_callback(fall_asleep, first)
    IOLoop.current().add_callback(fall_asleep, second)
    # The program ends with main, so main waits until both are awake.
    await first.wait()
    await second.wait()


asyncio.run(main())
