"""
A tick that is due while the last one is still at work is skipped: no overlap, no catching up.

    0.5  Runa: winds the clockwork
    1.2  Runa: rests
    1.5  Runa: winds the clockwork
    1.8  Emil: tea?
    2.2  Runa: rests
    2.5  Runa: winds the clockwork
    3.2  Runa: rests
"""

import asyncio
from functools import partial

from tornado.ioloop import IOLoop, PeriodicCallback

PERIOD = 500  # milliseconds
WINDING = 0.7  # seconds


async def wind(left, wound):
    print("Runa: winds the clockwork")
    await asyncio.sleep(WINDING)
    print("Runa: rests")
    left.pop()
    if not left:
        wound.set()


def offer_tea():
    print("Emil: tea?")


async def main():
    left, wound = ["once", "twice", "three times"], asyncio.Event()
    clockwork = PeriodicCallback(partial(wind, left, wound), PERIOD)
    clockwork.start()
    IOLoop.current().call_later(1.8, offer_tea)
    await wound.wait()
    clockwork.stop()


asyncio.run(main())
