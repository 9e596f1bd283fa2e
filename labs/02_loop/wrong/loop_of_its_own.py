"""Nothing that you schedule ever runs. Which loop did you ask?

If you wrote `loop = IOLoop.current()` at the top of the file: that line runs when the file is
imported. No loop runs at that time, so you get a new one, which nobody ever starts. The callbacks
wait in it for ever. Ask for the loop inside `order` and `cancel`, each time:
`IOLoop.current().add_callback(...)`. Inside the running loop `current()` is that loop.
"""

import asyncio

from tornado.ioloop import IOLoop

loop = IOLoop.current()
cooking = {}
nobody_cooks = asyncio.Event()


def order(cook, seconds):
    loop.add_callback(answer, cook)
    cooking[cook] = loop.call_later(seconds, ready, cook)


def answer(cook):
    print(f"{cook}: yes, chef!")


def ready(cook):
    print(f"{cook}: ready!")
    leave(cook)


def cancel(cook):
    loop.remove_timeout(cooking[cook])
    print(f"{cook}: cancelled")
    leave(cook)


def leave(cook):
    del cooking[cook]
    if not cooking:
        nobody_cooks.set()


async def closing_time():
    await nobody_cooks.wait()
