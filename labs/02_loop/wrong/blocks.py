"""Only one cook works at a time: time.sleep holds the loop until the dish is ready.

What you schedule does not run in the background. The loop runs it later, but one thing at a time:
while one cook sleeps nobody else gets a turn, no other cook, and no chef who wants to cancel. Do
not sleep until the dish is ready. Ask the loop to call you then:
`call_later(seconds, ready, cook)`.
"""

import asyncio
import time

from tornado.ioloop import IOLoop

cooking = set()
nobody_cooks = asyncio.Event()


def order(cook, seconds):
    cooking.add(cook)
    IOLoop.current().add_callback(work, cook, seconds)


def work(cook, seconds):
    print(f"{cook}: yes, chef!")
    time.sleep(seconds)
    if cook in cooking:
        print(f"{cook}: ready!")
        leave(cook)


def cancel(cook):
    if cook in cooking:
        print(f"{cook}: cancelled")
        leave(cook)


def leave(cook):
    cooking.discard(cook)
    if not cooking:
        nobody_cooks.set()


async def closing_time():
    await nobody_cooks.wait()
