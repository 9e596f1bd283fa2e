"""A job that is asked for every second begins a thousand times a second, or as often as it can.

`PeriodicCallback(job, 1.0)` means every millisecond: its number is in milliseconds, while
`call_later` and `asyncio.sleep` take seconds. Write `PeriodicCallback(job, seconds * 1000)`, or
`PeriodicCallback(job, timedelta(seconds=seconds))`.
"""

import asyncio
from functools import partial

from tornado.ioloop import IOLoop, PeriodicCallback

tickets = []
at_work = set()


def every(seconds, job):
    timer = PeriodicCallback(partial(do, job), seconds)
    timer.start()
    tickets.append(timer.stop)
    return timer.stop


def after(seconds, job):
    handle = IOLoop.current().call_later(seconds, do, job)
    ticket = partial(IOLoop.current().remove_timeout, handle)
    tickets.append(ticket)
    return ticket


async def do(job):
    task = asyncio.create_task(job())
    at_work.add(task)
    await task
    at_work.discard(task)


def cancel(ticket):
    ticket()


async def stop():
    for ticket in tickets:
        ticket()
    if at_work:
        await asyncio.wait(at_work)
