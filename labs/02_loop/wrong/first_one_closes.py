"""The first dish that is ready closes the kitchen, while the others still cook.

An Event that was set stays set: whoever awaits it goes on, however many dishes are missing. Keep
account of who cooks, and set it only when nobody is left: `if not cooking: nobody_cooks.set()`.
"""

import asyncio

from tornado.ioloop import IOLoop

timeouts = {}
nobody_cooks = asyncio.Event()


def order(cook, seconds):
    loop = IOLoop.current()
    loop.add_callback(answer, cook)
    timeouts[cook] = loop.call_later(seconds, ready, cook)


def answer(cook):
    print(f"{cook}: yes, chef!")


def ready(cook):
    print(f"{cook}: ready!")
    nobody_cooks.set()


def cancel(cook):
    IOLoop.current().remove_timeout(timeouts[cook])
    print(f"{cook}: cancelled")


async def closing_time():
    await nobody_cooks.wait()
