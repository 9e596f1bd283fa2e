"""After a dish was cancelled the kitchen never closes: you wait for a cook who never comes.

The timer is removed, and with it everything that its callback would have done: also to count that
one cook less is at work, and to look whether it was the last one. Now `cancel` has to do that.
Write a function for it, and call it from both: from `ready` and from `cancel`.
"""

import asyncio

from tornado.ioloop import IOLoop

timeouts = {}
left = 0
nobody_cooks = asyncio.Event()


def order(cook, seconds):
    global left
    left += 1
    IOLoop.current().add_callback(answer, cook)
    timeouts[cook] = IOLoop.current().call_later(seconds, ready, cook)


def answer(cook):
    print(f"{cook}: yes, chef!")


def ready(cook):
    global left
    print(f"{cook}: ready!")
    left -= 1
    if not left:
        nobody_cooks.set()


def cancel(cook):
    IOLoop.current().remove_timeout(timeouts[cook])
    print(f"{cook}: cancelled")


async def closing_time():
    await nobody_cooks.wait()
