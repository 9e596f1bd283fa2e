"""
An error in a tick is logged, and the ticks go on: main is not told of it.

    1.0  lamp: flash
    1.5  Runa: good night
    2.5  Emil: dark? here is oil
    3.0  lamp: flash
    3.5  Emil: did it stop? False
"""

import asyncio
from datetime import timedelta
from functools import partial

from tornado.ioloop import PeriodicCallback

PERIOD = timedelta(seconds=1)  # since Tornado 6.2; a number would be milliseconds


def flash(oil):
    oil.pop()  # IndexError: pop from empty list
    print("lamp: flash")


async def main():
    oil = ["for one flash"]
    lamp = PeriodicCallback(partial(flash, oil), PERIOD)
    lamp.start()
    await asyncio.sleep(1.5)
    print("Runa: good night")
    await asyncio.sleep(1)
    print("Emil: dark? here is oil")
    oil.append("for one flash")
    await asyncio.sleep(1)
    print(f"Emil: did it stop? {not lamp.is_running()}")
    lamp.stop()


asyncio.run(main())
