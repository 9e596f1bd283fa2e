from asyncio import ensure_future, wait
from datetime import timedelta

import tornado.ioloop

book = []


class Entry:
    def __init__(self, work):
        self.work = work
        self.current = None
        book.append(self)

    async def run(self):
        self.current = ensure_future(self.work())
        await self.current

    def again(self, period):
        self.clock = tornado.ioloop.PeriodicCallback(self.run, timedelta(milliseconds=period))
        self.clock.start()
        self.end = self.clock.stop
        return self

    def once(self, delay):
        loop = tornado.ioloop.IOLoop.current()
        self.handle = loop.call_later(delay, self.run)
        self.end = lambda: loop.remove_timeout(self.handle)
        return self


def every(seconds, job):
    print("debug: every", seconds)
    return Entry(job).again(seconds)


def after(seconds, job):
    return Entry(job).once(seconds)


def cancel(ticket):
    ticket.end()


async def stop():
    print("debug: stopping")
    busy = []
    for entry in book:
        entry.end()
        if entry.current and not entry.current.done():
            busy.append(entry.current)
    if busy:
        await wait(busy)
