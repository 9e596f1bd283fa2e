"""Everybody is done, but the kitchen never closes: what `closing_time` awaits never happens.

When the last timer has run, the loop has nothing more to call, and nobody is left who could wake
the one who waits. Whoever ends, by being ready or by being cancelled, must look whether anybody
still cooks: `if not cooking: nobody_cooks.set()`, with the Event that `closing_time` awaits.
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


def cancel(cook):
    IOLoop.current().remove_timeout(cooking[cook])
    print(f"{cook}: cancelled")
    del cooking[cook]


async def closing_time():
    await nobody_cooks.wait()
