"""Twin: a Semaphore-like count in a list, and a queue of those who are done."""

import asyncio
from datetime import timedelta

from tornado.ioloop import IOLoop

ordered = []
timers = {}
done = asyncio.Queue()


def order(cook, seconds):
    ordered.append(cook)
    IOLoop.current().add_callback(print, f"{cook}: yes, chef!")
    timers[cook] = IOLoop.current().add_timeout(timedelta(seconds=seconds), dish, cook)


def dish(cook):
    print(f"{cook}: ready!")
    done.put_nowait(cook)


def cancel(cook):
    print(f"debug: {cook} has a timer: {cook in timers}")
    IOLoop.current().remove_timeout(timers[cook])
    print(f"{cook}: cancelled")


async def closing_time():
    while ordered:
        ordered.remove(await done.get())
