"""
Nobody kept the PeriodicCallback, so nobody can stop it: it ticks for as long as the loop runs.

    0.0  Runa: lit, good night
    1.0  lamp: flash
    2.0  lamp: flash
    2.5  Emil: None has no stop
    3.0  lamp: flash
    forever
"""

import asyncio

from tornado.ioloop import PeriodicCallback


def flash():
    print("lamp: flash")


def light():
    lamp = PeriodicCallback(flash, 1000).start()  # start() returns None
    print("Runa: lit, good night")
    return lamp


async def put_out(lamp):
    await asyncio.sleep(2.5)
    try:
        lamp.stop()
    except AttributeError:
        print(f"Emil: {lamp} has no stop")


async def main():
    await put_out(light())
    await asyncio.Event().wait()  # nobody sets it: the program goes on, as a server does


asyncio.run(main())
