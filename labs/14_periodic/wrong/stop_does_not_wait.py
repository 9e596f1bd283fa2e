"""`stop()` stops the timers, and is done while jobs are still at work.

A timer that is stopped begins nothing new, and lets a job that has begun go on. Whoever awaits
`stop()` wants to know when the last one has ended: keep the tasks that are at work in a set, and at
the end of `stop` write `await asyncio.wait(tasks)`, if there are any.
"""

from functools import partial

from tornado.ioloop import IOLoop, PeriodicCallback

tickets = []


def every(seconds, job):
    timer = PeriodicCallback(job, seconds * 1000)
    timer.start()
    tickets.append(timer.stop)
    return timer.stop


def after(seconds, job):
    handle = IOLoop.current().call_later(seconds, job)
    ticket = partial(IOLoop.current().remove_timeout, handle)
    tickets.append(ticket)
    return ticket


def cancel(ticket):
    ticket()


async def stop():
    for ticket in tickets:
        ticket()
