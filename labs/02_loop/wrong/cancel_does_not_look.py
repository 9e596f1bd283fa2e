"""The chef waits for ever where the last dish is not ready, but cancelled.

Whoever is ready looks whether nobody cooks any more; whoever is cancelled leaves the kitchen too,
and nobody looks then. Look in both places: put it into one function that takes the cook out and
sets the `asyncio.Event` if he was the last, and call it from both.
"""

import asyncio

from tornado.ioloop import IOLoop

cooking = {}
nobody_cooks = asyncio.Event()


def order(cook, seconds):
    loop = IOLoop.current()
    loop.add_callback(answer, cook)
    cooking[cook] = loop.call_later(seconds, ready, cook)


def answer(cook):
    print(f"{cook}: yes, chef!")


def ready(cook):
    print(f"{cook}: ready!")
    del cooking[cook]
    if not cooking:
        nobody_cooks.set()


def cancel(cook):
    IOLoop.current().remove_timeout(cooking.pop(cook))
    print(f"{cook}: cancelled")


async def closing_time():
    await nobody_cooks.wait()
