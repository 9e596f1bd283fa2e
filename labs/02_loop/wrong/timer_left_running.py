"""The kitchen closes too late: it waits for the timer of a dish that was cancelled long ago.

Your callback finds out that its dish was cancelled, and says nothing. But it finds out only when
the dish would have been ready, and until then you count it as cooking. Take the timer out of the
loop in `cancel`, with `remove_timeout` and the handle that `call_later` returned, and look there
at once whether anybody still cooks.
"""

import asyncio

from tornado.ioloop import IOLoop

cooking = set()
cancelled = set()
nobody_cooks = asyncio.Event()


def order(cook, seconds):
    cooking.add(cook)
    IOLoop.current().add_callback(answer, cook)
    IOLoop.current().call_later(seconds, ready, cook)


def answer(cook):
    print(f"{cook}: yes, chef!")


def ready(cook):
    if cook not in cancelled:
        print(f"{cook}: ready!")
    cooking.discard(cook)
    if not cooking:
        nobody_cooks.set()


def cancel(cook):
    cancelled.add(cook)
    print(f"{cook}: cancelled")


async def closing_time():
    await nobody_cooks.wait()
