"""`stop()` waits for those who are at work, and stops nobody: jobs begin as before.

Nothing tells the timers that the night is over, and the loop keeps a timer that nobody else keeps.
Remember each timer in `every` and `after`. In `stop`, first stop them all, with `timer.stop()` or
`remove_timeout(handle)`, and then wait for the jobs.
"""

import asyncio
from functools import partial

from tornado.ioloop import IOLoop, PeriodicCallback

at_work = set()


def every(seconds, job):
    timer = PeriodicCallback(partial(do, job), seconds * 1000)
    timer.start()
    return timer.stop


def after(seconds, job):
    handle = IOLoop.current().call_later(seconds, do, job)
    return partial(IOLoop.current().remove_timeout, handle)


async def do(job):
    task = asyncio.create_task(job())
    at_work.add(task)
    await task
    at_work.discard(task)


def cancel(ticket):
    ticket()


async def stop():
    if at_work:
        await asyncio.wait(at_work)
