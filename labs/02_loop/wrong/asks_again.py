"""The kitchen closes a little too late: `closing_time` looks only now and then who still cooks.

Between two looks it sleeps, and does not notice that the last one is done. With shorter sleeps it
is less late, and keeps the loop busier for nothing. Let somebody wake you: the last cook sets an
`asyncio.Event` that `closing_time` awaits, and is heard at that very moment.
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
    del cooking[cook]


def cancel(cook):
    IOLoop.current().remove_timeout(cooking[cook])
    print(f"{cook}: cancelled")
    del cooking[cook]


async def closing_time():
    while cooking:
        await asyncio.sleep(0.1)
