import asyncio
from types import SimpleNamespace

book = []


def every(seconds, job):
    return plan(seconds, job, again=True)


def after(seconds, job):
    return plan(seconds, job, again=False)


def plan(delay, work, again):
    loop = asyncio.get_running_loop()
    entry = SimpleNamespace(runs=[], due=loop.time() + delay)

    def turn():
        print("debug: a turn")
        entry.runs.append(loop.create_task(work()))
        if again:
            entry.due += delay
            entry.clock = loop.call_at(entry.due, turn)

    entry.clock = loop.call_at(entry.due, turn)
    book.append(entry)
    return entry


def cancel(ticket):
    ticket.clock.cancel()


async def stop():
    for entry in book:
        entry.clock.cancel()
    await asyncio.gather(*(run for entry in book for run in entry.runs))
