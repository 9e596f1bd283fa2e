"""One task that knows what is due next, and a task for each job that is at work."""

import asyncio
import heapq
from itertools import count

queue = []
numbers = count()
cancelled = set()
at_work = {}
dispatcher = None
changed = asyncio.Event()


def every(seconds, job):
    return enter(seconds, seconds, job)


def after(seconds, job):
    return enter(seconds, None, job)


def enter(delay, period, job):
    global dispatcher
    ticket = next(numbers)
    due = asyncio.get_running_loop().time() + delay
    heapq.heappush(queue, (due, ticket, period, job))
    changed.set()
    if dispatcher is None:
        dispatcher = asyncio.create_task(dispatch())
    return ticket


async def dispatch():
    loop = asyncio.get_running_loop()
    while True:
        changed.clear()
        if not queue:
            await changed.wait()
            continue
        ahead = queue[0][0] - loop.time()
        if ahead > 1e-6:
            try:
                await asyncio.wait_for(changed.wait(), ahead)
            except TimeoutError:
                pass
            continue
        due, ticket, period, job = heapq.heappop(queue)
        if ticket in cancelled:
            continue
        if period is not None:
            heapq.heappush(queue, (due + period, ticket, period, job))
        if ticket not in at_work or at_work[ticket].done():
            at_work[ticket] = asyncio.create_task(job())


def cancel(ticket):
    cancelled.add(ticket)


async def stop():
    if dispatcher is not None:
        dispatcher.cancel()
    await asyncio.gather(*at_work.values())
