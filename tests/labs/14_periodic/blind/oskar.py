"""Timetable, only with asyncio: one object per entry, call_at for the time."""

import asyncio

entries = []


class Entry:
    def __init__(self, seconds, job, again):
        self.loop = asyncio.get_running_loop()
        self.seconds = seconds
        self.job = job
        self.again = again
        self.alive = True
        self.task = None
        self.when = self.loop.time() + seconds
        self.handle = self.loop.call_at(self.when, self.turn)
        entries.append(self)

    def turn(self):
        if self.again:
            self.when += self.seconds       # add to the plan, not to now, so it does not drift
            self.handle = self.loop.call_at(self.when, self.turn)
        if self.task is None or self.task.done():
            self.task = self.loop.create_task(self.work())

    async def work(self):
        if self.alive:      # somebody may have cancelled in the very same moment
            await self.job()

    def close(self):
        self.alive = False
        self.handle.cancel()


def every(seconds, job):
    return Entry(seconds, job, True)


def after(seconds, job):
    return Entry(seconds, job, False)


def cancel(ticket):
    ticket.close()


async def stop():
    for e in entries:
        e.close()
    await asyncio.gather(*[e.task for e in entries if e.task])
