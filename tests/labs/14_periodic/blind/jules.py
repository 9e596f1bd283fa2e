# Jules, lab 14
import asyncio

busy = []
night_over = asyncio.Event()


class Ticket:
    cancelled = False


async def repeat(seconds, job, ticket):
    current = None
    while not ticket.cancelled and not night_over.is_set():
        if current is None or current.done():
            current = asyncio.create_task(job())
            busy.append(current)
        await asyncio.sleep(seconds)


async def single(seconds, job, ticket):
    await asyncio.sleep(seconds)
    if ticket.cancelled or night_over.is_set():
        return
    busy.append(asyncio.create_task(job()))


def every(seconds, job):
    ticket = Ticket()
    ticket.task = asyncio.create_task(repeat(seconds, job, ticket))
    return ticket


def after(seconds, job):
    ticket = Ticket()
    ticket.task = asyncio.create_task(single(seconds, job, ticket))
    return ticket


def cancel(ticket):
    ticket.cancelled = True


async def stop():
    night_over.set()
    await asyncio.gather(*busy)
