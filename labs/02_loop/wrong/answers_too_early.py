"""The cooks answer while the chef still speaks: `order` itself prints the answer.

What a function does by itself, it does at once, and whoever called it waits until it returns.
Leave the answer to the loop: `IOLoop.current().add_callback(answer, cook)` only puts it in the
queue. The loop calls `answer` when it is free: when `main`, which orders, comes to an `await` that
has to wait.
"""

import asyncio

from tornado.ioloop import IOLoop

cooking = {}
nobody_cooks = asyncio.Event()


def order(cook, seconds):
    print(f"{cook}: yes, chef!")
    cooking[cook] = IOLoop.current().call_later(seconds, ready, cook)


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
