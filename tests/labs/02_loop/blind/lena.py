"""A kitchen: the chef orders dishes, and may cancel them; the loop is to call the cooks."""

import asyncio

from tornado.ioloop import IOLoop

timers = {}              # cook -> handle of the timer
all_done = asyncio.Event()


def answer(cook):
    print(f"{cook}: yes, chef!")


def ready(cook):
    print(f"{cook}: ready!")
    del timers[cook]
    if not timers:
        all_done.set()


def order(cook, seconds):
    loop = IOLoop.current()
    loop.add_callback(answer, cook)
    timers[cook] = loop.call_later(seconds, ready, cook)


def cancel(cook):
    print(f"{cook}: cancelled")
    loop = IOLoop.current()
    loop.remove_timeout(timers[cook])
    del timers[cook]
    if not timers:
        all_done.set()


async def closing_time():
    await all_done.wait()
