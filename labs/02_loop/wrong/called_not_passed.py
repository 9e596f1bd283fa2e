"""The loop wants a function that it can call later, and did not get one: hence the TypeError.

`add_callback(answer(cook))` calls `answer` now, by its parentheses, and hands what it returned to
the loop. That is None, which nobody can call. Name the function without parentheses, and put its
arguments behind it: `add_callback(answer, cook)`, and `call_later(seconds, ready, cook)`, where the
seconds come first.
"""

import asyncio

from tornado.ioloop import IOLoop

cooking = {}
nobody_cooks = asyncio.Event()


def order(cook, seconds):
    loop = IOLoop.current()
    loop.add_callback(answer(cook))
    cooking[cook] = loop.call_later(seconds, ready(cook))


def answer(cook):
    print(f"{cook}: yes, chef!")


def ready(cook):
    print(f"{cook}: ready!")
    leave(cook)


def cancel(cook):
    IOLoop.current().remove_timeout(cooking[cook])
    print(f"{cook}: cancelled")
    leave(cook)


def leave(cook):
    del cooking[cook]
    if not cooking:
        nobody_cooks.set()


async def closing_time():
    await nobody_cooks.wait()
