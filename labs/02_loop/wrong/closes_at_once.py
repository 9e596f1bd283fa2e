"""The kitchen closes at the very beginning: `closing_time` is done before anybody is ready.

To start a timer takes no time: `call_later` returns at once. And a coroutine that waits for nothing
is done as soon as somebody awaits it. Let `closing_time` await something that the last cook makes
happen: an `asyncio.Event`, which the last one who is ready or cancelled sets.
"""

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
    del cooking[cook]


def cancel(cook):
    IOLoop.current().remove_timeout(cooking[cook])
    print(f"{cook}: cancelled")
    del cooking[cook]


async def closing_time():
    pass
