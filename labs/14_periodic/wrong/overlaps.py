"""A job that takes longer than its period runs beside itself.

Your timer starts the job as a task and does not wait for it, so it cannot know that the job is
still at work. A PeriodicCallback skips turns only while it awaits its callback: give it an
`async def` function that awaits the job, or return the task. With a timer of your own, look whether
the task of the last turn is done before you start the next one.
"""

import asyncio
from functools import partial

from tornado.ioloop import IOLoop, PeriodicCallback

tickets = []
at_work = set()


def every(seconds, job):
    timer = PeriodicCallback(partial(do, job), seconds * 1000)
    timer.start()
    tickets.append(timer.stop)
    return timer.stop


def after(seconds, job):
    handle = IOLoop.current().call_later(seconds, do, job)
    ticket = partial(IOLoop.current().remove_timeout, handle)
    tickets.append(ticket)
    return ticket


def do(job):
    task = asyncio.create_task(job())
    at_work.add(task)
    task.add_done_callback(at_work.discard)


def cancel(ticket):
    ticket()


async def stop():
    for ticket in tickets:
        ticket()
    if at_work:
        await asyncio.wait(at_work)
