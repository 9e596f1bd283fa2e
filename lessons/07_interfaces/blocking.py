"""
develop comes back with the photos, and not before: it is synchronous, and everybody waits.

    1.0  lab: photos are ready
    1.0  lab: next film
    1.0  Iris: 24 photos
    1.0  Iris: goes for a coffee
    1.0  Hugo: next customer, please
    1.5  Hugo: we close
"""

import asyncio
import time

from tornado.ioloop import IOLoop


def develop():
    time.sleep(1.0)
    return ready()


def ready():
    print("lab: photos are ready")
    print("lab: next film")
    return 24


def bring_film():
    look_at(develop())
    print("Iris: goes for a coffee")


def look_at(photos):
    print(f"Iris: {photos} photos")


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
