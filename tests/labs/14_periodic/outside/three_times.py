"""Every job begins three times, and then no more."""

import asyncio
from functools import partial

from tornado.ioloop import IOLoop, PeriodicCallback

tickets = []
at_work = set()


def every(seconds, job):
    turns = []

    async def turn():
        turns.append(seconds)
        if len(turns) == 3:
            timer.stop()
        await do(job)

    timer = PeriodicCallback(turn, seconds * 1000)
    timer.start()
    tickets.append(timer.stop)
    return timer.stop


def after(seconds, job):
    handle = IOLoop.current().call_later(seconds, do, job)
    tickets.append(partial(IOLoop.current().remove_timeout, handle))
    return tickets[-1]


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
