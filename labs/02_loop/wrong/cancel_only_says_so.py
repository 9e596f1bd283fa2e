"""`cancel` says that the dish is cancelled, but nobody tells the loop: it is ready all the same.

A timer that the loop has is called when it is due, whatever was printed before. `call_later`
returns a handle of it. Keep it when the dish is ordered, `timeouts[cook] = loop.call_later(...)`,
and take the timer out of the loop in `cancel`: `loop.remove_timeout(timeouts[cook])`. From then on
this cook does not cook any more: perhaps it was the last one.
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
    cooking.discard(cook)
    if not cooking:
        nobody_cooks.set()


def cancel(cook):
    print(f"{cook}: cancelled")


async def closing_time():
    await nobody_cooks.wait()
