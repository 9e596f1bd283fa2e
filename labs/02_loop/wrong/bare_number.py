"""All dishes are ready at the very beginning: their timers were due at once.

`add_timeout` and `call_at` take a moment, not a duration: a bare number means seconds since 1970, a
moment that is long gone, so the callback runs at once. Use `call_later(seconds, function)`, or
`add_timeout(timedelta(seconds=...), function)`.
"""

import asyncio

from tornado.ioloop import IOLoop

cooking = {}
nobody_cooks = asyncio.Event()


def order(cook, seconds):
    loop = IOLoop.current()
    loop.add_callback(answer, cook)
    cooking[cook] = loop.add_timeout(seconds, ready, cook)


def answer(cook):
    print(f"{cook}: yes, chef!")


def ready(cook):
    print(f"{cook}: ready!")
    cooking.pop(cook, None)
    if not cooking:
        nobody_cooks.set()


def cancel(cook):
    timeout = cooking.pop(cook, None)
    if timeout:
        IOLoop.current().remove_timeout(timeout)
        print(f"{cook}: cancelled")
    if not cooking:
        nobody_cooks.set()


async def closing_time():
    await nobody_cooks.wait()
