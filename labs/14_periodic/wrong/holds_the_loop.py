"""While one job waits for its turn, nobody else gets any: `time.sleep` holds the loop.

That is so in a task as well: `async def` and `create_task` start no thread. Leave the waiting to
the loop, with `PeriodicCallback(job, milliseconds)` and `call_later(seconds, job)`, or with
`await asyncio.sleep(seconds)` in a task of its own.
"""

import asyncio
import time

timers = []
at_work = set()


def every(seconds, job):
    timer = asyncio.create_task(again_and_again(seconds, job))
    timers.append(timer)
    return timer


def after(seconds, job):
    timer = asyncio.create_task(once(seconds, job))
    timers.append(timer)
    return timer


async def again_and_again(seconds, job):
    while True:
        await once(seconds, job)


async def once(seconds, job):
    time.sleep(seconds)
    task = asyncio.create_task(job())
    at_work.add(task)
    # Who cancels the timer leaves the job alone.
    await asyncio.shield(task)
    at_work.discard(task)


def cancel(ticket):
    ticket.cancel()


async def stop():
    for timer in timers:
        cancel(timer)
    if at_work:
        await asyncio.wait(at_work)
