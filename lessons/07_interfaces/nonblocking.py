"""
We ring you: develop comes back at once, and the lab calls the function that Iris left there.

    0.0  Iris: goes for a coffee
    0.5  Hugo: next customer, please
    1.0  lab: photos are ready
    1.0  Iris: 24 photos
    1.0  lab: next film
    1.5  Hugo: we close
"""

import asyncio

from tornado.ioloop import IOLoop


def develop(callback):
    IOLoop.current().call_later(1.0, ready, callback)


def ready(callback):
    print("lab: photos are ready")
    callback(24)
    print("lab: next film")


def bring_film():
    develop(look_at)
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
