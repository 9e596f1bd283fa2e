"""A timetable with PeriodicCallback."""

import asyncio
import functools
from tornado.ioloop import IOLoop, PeriodicCallback

tickets = []        # every ticket is a function that cancels
at_work = set()


async def do(job):
    task = asyncio.create_task(job())
    at_work.add(task)
    await task
    at_work.discard(task)


def every(seconds, job):
    timer = PeriodicCallback(functools.partial(do, job), seconds * 1000)   # milliseconds!
    timer.start()
    tickets.append(timer.stop)
    return timer.stop


def after(seconds, job):
    loop = IOLoop.current()
    handle = loop.call_later(seconds, do, job)
    ticket = functools.partial(loop.remove_timeout, handle)
    tickets.append(ticket)
    return ticket


def cancel(ticket):
    ticket()


async def stop():
    for ticket in tickets:
        ticket()
    if at_work:
        await asyncio.wait(at_work)
