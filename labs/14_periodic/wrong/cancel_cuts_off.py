"""Who is cancelled or stopped while at work is cut off: the job never says that it is done.

`task.cancel()` ends the task wherever it waits, and here it waits for the job. Let the job have a
task of its own, and await that with `asyncio.shield(task)`, so that only the waiting is cancelled;
or use a PeriodicCallback, whose `stop()` lets a job that has begun come to its end.
"""

import asyncio

from tornado.ioloop import IOLoop

timers = []


def every(seconds, job):
    timer = asyncio.create_task(again_and_again(seconds, job))
    timers.append(timer)
    return timer


def after(seconds, job):
    timer = asyncio.create_task(once(seconds, job))
    timers.append(timer)
    return timer


async def again_and_again(seconds, job):
    now = IOLoop.current().time
    start = now()
    while True:
        await asyncio.sleep(seconds - (now() - start) % seconds)
        await job()


async def once(seconds, job):
    await asyncio.sleep(seconds)
    await job()


def cancel(ticket):
    ticket.cancel()


async def stop():
    for timer in timers:
        timer.cancel()
    await asyncio.wait(timers)
