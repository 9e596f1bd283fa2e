"""One coroutine plays all the parts: it sleeps from one dish to the next, for everybody.

That looks right as long as all dishes are known when it begins. When one is ordered or cancelled
while it sleeps, it wakes at the wrong moment. Give each dish a timer of its own, when it is
ordered, and let the loop decide whose turn it is: that is what it is for.
"""

import asyncio

from tornado.ioloop import IOLoop

cooking = {}


def order(cook, seconds):
    cooking[cook] = seconds
    IOLoop.current().add_callback(answer, cook)


def answer(cook):
    print(f"{cook}: yes, chef!")


def cancel(cook):
    del cooking[cook]
    print(f"{cook}: cancelled")


async def closing_time():
    passed = 0
    while cooking:
        cook = min(cooking, key=cooking.get)
        await asyncio.sleep(cooking[cook] - passed)
        if cook in cooking:
            passed = cooking.pop(cook)
            print(f"{cook}: ready!")
