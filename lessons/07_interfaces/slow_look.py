"""
A done-callback blocks: set_result comes back at once, and then everybody has to wait for Iris.

    0.0  Iris: goes for a coffee
    0.5  Hugo: next customer, please
    1.0  lab: photos are ready
    1.0  lab: next film
    1.0  Iris: 24 photos
    2.0  Hugo: we close
"""

import asyncio
import time

from tornado.ioloop import IOLoop


def develop():
    ticket = asyncio.Future()
    IOLoop.current().call_later(1.0, ready, ticket)
    return ticket


def ready(ticket):
    print("lab: photos are ready")
    ticket.set_result(24)
    print("lab: next film")


def bring_film():
    ticket = develop()
    print("Iris: goes for a coffee")
    ticket.add_done_callback(look_at)


def look_at(ticket):
    print(f"Iris: {ticket.result()} photos")
    time.sleep(1.0)


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
