"""The last cook stops the loop itself, and with it the chef, who was not done yet.

The loop belongs to `asyncio.run`, which runs it until `main` is done. If anybody else stops it
before, `asyncio.run` ends with an error: "Event loop stopped before Future completed". Do not stop
the loop: wake the one who waits. Let the last cook set an `asyncio.Event` that `closing_time`
awaits; then `main` goes on, comes to its end, and the loop stops by itself.
"""

import asyncio

from tornado.ioloop import IOLoop

cooking = {}


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
        IOLoop.current().stop()


async def closing_time():
    await asyncio.Event().wait()
