"""The wrong dish is cancelled: always the one that was ordered last.

Each `call_later` returns a handle of its own. One variable holds one handle, and each new order
overwrites it. Keep them all, in a dict by the name of the cook: `timeouts[cook] = ...`, and
`remove_timeout(timeouts[cook])`.
"""

import asyncio

from tornado.ioloop import IOLoop

left = 0
timeout = None
nobody_cooks = asyncio.Event()


def order(cook, seconds):
    global left, timeout
    left += 1
    IOLoop.current().add_callback(answer, cook)
    timeout = IOLoop.current().call_later(seconds, ready, cook)


def answer(cook):
    print(f"{cook}: yes, chef!")


def ready(cook):
    print(f"{cook}: ready!")
    leave()


def cancel(cook):
    IOLoop.current().remove_timeout(timeout)
    print(f"{cook}: cancelled")
    leave()


def leave():
    global left
    left -= 1
    if not left:
        nobody_cooks.set()


async def closing_time():
    await nobody_cooks.wait()
