"""Nobody answers and nothing is ever ready: a coroutine was called, and nobody awaits it.

Calling an `async def` function only builds a coroutine object; its body does not run. Python warned
you: "coroutine ... was never awaited". The chef calls `order` as a plain function: write
`def order(cook, seconds)`. All it has to do is to ask the loop, and that needs no `await`. If it
calls an `async def` function itself, give what that returns to `asyncio.create_task`.
"""

import asyncio

from tornado.ioloop import IOLoop

cooking = {}
nobody_cooks = asyncio.Event()


async def order(cook, seconds):
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
