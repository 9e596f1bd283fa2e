"""
Here is a ticket: develop comes back at once with a Future, and the lab fills it later.

    0.0  Iris: goes for a coffee
    0.5  Hugo: next customer, please
    1.0  lab: photos are ready
    1.0  lab: next film
    1.0  Iris: 24 photos
    1.5  Hugo: we close
"""

import asyncio

from tornado.ioloop import IOLoop


def develop():
    ticket = asyncio.Future()
    IOLoop.current().call_later(1.0, ready, ticket)
    return ticket


def ready(ticket):
    print("lab: photos are ready")
    ticket.set_result(24)
    print("lab: next film")


async def bring_film():
    ticket = develop()
    print("Iris: goes for a coffee")
    look_at(await ticket)


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
