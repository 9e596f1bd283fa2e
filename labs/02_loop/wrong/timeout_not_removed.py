"""The dish is off your own list, but the loop still has its timer: it is ready all the same.

The loop knows nothing of your list. `call_later` returns a handle of the timer. Keep it when the
dish is ordered, `timeouts[cook] = loop.call_later(...)`, and take the timer out of the loop in
`cancel`: `loop.remove_timeout(timeouts[cook])`.
"""

import asyncio

from tornado.ioloop import IOLoop

cooking = set()
nobody_cooks = asyncio.Event()


def order(cook, seconds):
    cooking.add(cook)
    IOLoop.current().add_callback(answer, cook)
    IOLoop.current().call_later(seconds, ready, cook)


def answer(cook):
    print(f"{cook}: yes, chef!")


def ready(cook):
    print(f"{cook}: ready!")
    leave(cook)


def cancel(cook):
    print(f"{cook}: cancelled")
    leave(cook)


def leave(cook):
    cooking.discard(cook)
    if not cooking:
        nobody_cooks.set()


async def closing_time():
    await nobody_cooks.wait()
