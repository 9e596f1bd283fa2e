"""A timetable: jobs that begin again and again, jobs that begin later, and an end of the night."""

import asyncio
from functools import partial
from tornado.ioloop import IOLoop, PeriodicCallback

tasks = set()
cancels = []


async def do(job):
    task = asyncio.create_task(job())
    tasks.add(task)
    await task
    tasks.remove(task)


def every(seconds, job):
    timer = PeriodicCallback(partial(do, job), seconds * 1000)
    timer.start()
    cancels.append(timer.stop)
    return timer.stop


def after(seconds, job):
    handle = IOLoop.current().call_later(seconds, partial(do, job))
    ticket = partial(IOLoop.current().remove_timeout, handle)
    cancels.append(ticket)
    return ticket


def cancel(ticket):
    ticket()


async def stop():
    for c in cancels:
        c()
    await asyncio.wait(tasks)
