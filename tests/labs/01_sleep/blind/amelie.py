"""Put everybody to bed at the same time."""

import asyncio
from tornado.ioloop import IOLoop

still_asleep = 0
all_awake = asyncio.Event()


def wake_up(name):
    global still_asleep
    print(f"{name}: awake!")
    still_asleep -= 1
    # print("still asleep:", still_asleep)
    if still_asleep == 0:
        all_awake.set()     # I am the last one


async def everybody(sleepers):
    global still_asleep
    still_asleep = len(sleepers)
    all_awake.clear()

    for name, seconds in sleepers.items():
        print(f"{name}: sleeping")
        IOLoop.current().call_later(seconds, wake_up, name)

    await all_awake.wait()
