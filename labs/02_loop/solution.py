"""Each dish has a timer in the loop; the last one that is ready or cancelled sets an Event."""

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
