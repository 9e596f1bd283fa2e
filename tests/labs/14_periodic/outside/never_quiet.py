"""The end of the night is told by the last job: where nobody is at work, it never comes."""

import asyncio
from functools import partial

from tornado.ioloop import IOLoop, PeriodicCallback

tickets = []
at_work = []
quiet = asyncio.Event()


def every(seconds, job):
    timer = PeriodicCallback(partial(do, job), seconds * 1000)
    timer.start()
    tickets.append(timer.stop)
    return timer.stop


def after(seconds, job):
    handle = IOLoop.current().call_later(seconds, do, job)
    tickets.append(partial(IOLoop.current().remove_timeout, handle))
    return tickets[-1]


async def do(job):
    at_work.append(job)
    quiet.clear()
    await job()
    at_work.remove(job)
    if not at_work and stopped:
        quiet.set()


stopped = False


def cancel(ticket):
    ticket()


async def stop():
    global stopped
    stopped = True
    for ticket in tickets:
        ticket()
    await quiet.wait()
