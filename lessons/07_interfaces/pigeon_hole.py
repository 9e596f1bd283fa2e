"""
Look into your pigeon-hole: the lab puts the photos into a queue, and who wants them takes them.

    0.0  Iris: goes for a coffee
    0.5  Hugo: next customer, please
    1.0  lab: photos are ready
    1.0  lab: next film
    1.0  Iris: 24 photos
    1.5  Hugo: we close
"""

import asyncio

from tornado.ioloop import IOLoop
from tornado.queues import Queue


def develop(pigeon_hole):
    IOLoop.current().call_later(1.0, ready, pigeon_hole)


def ready(pigeon_hole):
    print("lab: photos are ready")
    pigeon_hole.put_nowait(24)
    print("lab: next film")


async def bring_film():
    pigeon_hole = Queue()
    develop(pigeon_hole)
    print("Iris: goes for a coffee")
    look_at(await pigeon_hole.get())


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
    await bring_film()
    await closed.wait()


asyncio.run(main())
