"""A timetable: jobs that begin again and again, jobs that begin later, and an end of the night."""

import asyncio
import time


def every(seconds, job):
    # TODO: let the loop do the waiting, again and again; and let cancel and stop do what they say.
    return after(seconds, job)


def after(seconds, job):
    time.sleep(seconds)
    return asyncio.create_task(job())


def cancel(ticket):
    pass


async def stop():
    pass
