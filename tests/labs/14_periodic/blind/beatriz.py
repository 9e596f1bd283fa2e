"""A timetable: every job has a loop of its own."""

import asyncio

stopped = False
tasks = []


async def again(seconds, job, ticket):
    while True:
        await asyncio.sleep(seconds)
        if stopped or ticket["cancelled"]:
            return
        # awaiting it here means it can never run beside itself :-)
        ticket["task"] = asyncio.create_task(job())
        await ticket["task"]


async def later(seconds, job, ticket):
    await asyncio.sleep(seconds)
    if not stopped and not ticket["cancelled"]:
        ticket["task"] = asyncio.create_task(job())


def new(what, seconds, job):
    ticket = {"cancelled": False, "task": None}
    ticket["clock"] = asyncio.create_task(what(seconds, job, ticket))
    tasks.append(ticket)
    return ticket


def every(seconds, job):
    return new(again, seconds, job)


def after(seconds, job):
    return new(later, seconds, job)


def cancel(ticket):
    ticket["cancelled"] = True


async def stop():
    global stopped
    stopped = True
    for t in tasks:
        if t["task"]:
            await t["task"]
