"""A job that is asked for again and again begins at once, and then again and again.

The first turn comes one period after the call of `every`, as with a PeriodicCallback. In your loop
sleep first, then let the job begin. And sleep until the next multiple of the period: if you sleep
for a whole period after the job, the time that it takes is added to each turn.
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
        await do(job)
        await asyncio.sleep(seconds)


async def once(seconds, job):
    await asyncio.sleep(seconds)
    await do(job)


async def do(job):
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
