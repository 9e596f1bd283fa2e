"""Each turn comes later than it should: the time that the job takes is added to the period.

You sleep for a period after the job has ended. The period counts from turn to turn, whatever the
job takes: note when you began, and sleep until the next multiple of the period. A PeriodicCallback
does that for you.
"""

import asyncio

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
    await asyncio.sleep(seconds)
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
