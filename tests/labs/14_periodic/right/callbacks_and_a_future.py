import asyncio

from tornado.concurrent import Future
from tornado.ioloop import IOLoop


class Row:
    def __init__(self, seconds, job, again):
        self.seconds, self.job, self.again = seconds, job, again
        self.loop = IOLoop.current()
        self.due = self.loop.time() + seconds
        self.busy = False
        self.handle = self.loop.call_at(self.due, self.begin)

    def begin(self):
        self.busy = True
        asyncio.ensure_future(self.job()).add_done_callback(self.end)

    def end(self, future):
        self.busy = False
        if night is not None:
            look_whether_it_is_quiet()
        elif self.again:
            while self.due <= self.loop.time():
                self.due += self.seconds
            self.handle = self.loop.call_at(self.due, self.begin)

    def off(self):
        self.again = False
        self.loop.remove_timeout(self.handle)


rows = []
night = None


def every(seconds, job):
    rows.append(Row(seconds, job, again=True))
    return len(rows) - 1


def after(seconds, job):
    rows.append(Row(seconds, job, again=False))
    return len(rows) - 1


def cancel(ticket):
    rows[ticket].off()


def stop():
    global night
    night = Future()
    for row in rows:
        row.off()
    look_whether_it_is_quiet()
    return night


def look_whether_it_is_quiet():
    if not any(row.busy for row in rows):
        night.set_result(None)
