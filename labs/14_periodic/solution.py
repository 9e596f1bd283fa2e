"""The loop has a timer for each job; a set has the tasks of those that are at work."""

import asyncio
from functools import partial

from tornado.ioloop import IOLoop, PeriodicCallback

tickets = []
at_work = set()


def every(seconds, job):
    timer = PeriodicCallback(partial(do, job), seconds * 1000)
    timer.start()
    return noted(timer.stop)


def after(seconds, job):
    loop = IOLoop.current()
    handle = loop.call_later(seconds, do, job)
    return noted(partial(loop.remove_timeout, handle))


def noted(ticket):
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
        cancel(ticket)
    if at_work:
        await asyncio.wait(at_work)
