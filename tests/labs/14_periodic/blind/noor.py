"""A timetable."""

import asyncio
from tornado.ioloop import IOLoop, PeriodicCallback

timers = []
later = []
running = set()


def every(seconds, job):
    async def do():
        task = asyncio.create_task(job())
        running.add(task)
        await task
        running.remove(task)

    timer = PeriodicCallback(do, seconds * 1000)
    timer.start()
    timers.append(timer)
    return timer


def after(seconds, job):
    # call_later takes async functions too, nice
    handle = IOLoop.current().call_later(seconds, job)
    later.append(handle)
    return handle


def cancel(ticket):
    if isinstance(ticket, PeriodicCallback):
        ticket.stop()
    else:
        IOLoop.current().remove_timeout(ticket)


async def stop():
    for ticket in timers + later:
        cancel(ticket)
    if running:
        await asyncio.wait(running)
