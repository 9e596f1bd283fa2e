"""
The bell rings while somebody holds the loop: Iris hears it when the loop is free again.

    0.0  Iris: goes for a coffee
    0.5  Hugo: next customer, please
    1.0  lab: photos are ready
    1.3  lab: next film, still on the counter: [24]
    1.3  Iris: 24 photos
    1.5  Hugo: we close
"""

import asyncio
import signal
import time

from tornado.ioloop import IOLoop


def develop(counter):
    IOLoop.current().call_later(1.0, ready, counter)


def ready(counter):
    print("lab: photos are ready")
    counter.append(24)
    signal.raise_signal(signal.SIGUSR1)
    time.sleep(0.3)
    print(f"lab: next film, still on the counter: {counter}")


def bring_film():
    counter = []
    asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, look_at, counter)
    develop(counter)
    print("Iris: goes for a coffee")


def look_at(counter):
    print(f"Iris: {counter.pop()} photos")


def call_next():
    print("Hugo: next customer, please")


def close(closed):
    print("Hugo: we close")
    closed.set()


async def main():
    closed = asyncio.Event()
    IOLoop.current().call_later(0.5, call_next)
    IOLoop.current().call_later(1.5, close, closed)
    bring_film()
    await closed.wait()


asyncio.run(main())
