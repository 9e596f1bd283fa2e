"""call_later is given milliseconds."""

import asyncio

from tornado.ioloop import IOLoop

pots = {}
cold = asyncio.Event()


def order(cook, seconds):
    pots[cook] = IOLoop.current().call_later(seconds * 1000, take_off, cook, "ready!")
    IOLoop.current().add_callback(print, f"{cook}: yes, chef!")


def cancel(cook):
    IOLoop.current().remove_timeout(pots[cook])
    take_off(cook, "cancelled")


def take_off(cook, word):
    pots.pop(cook)
    print(f"{cook}: {word}")
    if not pots:
        cold.set()


async def closing_time():
    await cold.wait()
