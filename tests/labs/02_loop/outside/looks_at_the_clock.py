"""One coroutine looks at the clock a thousand times a second, for everybody."""

import asyncio

from tornado.ioloop import IOLoop

due = {}


def order(cook, seconds):
    due[cook] = IOLoop.current().time() + seconds
    IOLoop.current().add_callback(print, f"{cook}: yes, chef!")


def cancel(cook):
    del due[cook]
    print(f"{cook}: cancelled")


async def closing_time():
    while due:
        await asyncio.sleep(0.001)
        for cook, moment in sorted(due.items()):
            if IOLoop.current().time() >= moment:
                print(f"{cook}: ready!")
                del due[cook]
