import asyncio

rows = []


class Row:
    def __init__(self, job, delay, period=None):
        self.job, self.period = job, period
        self.loop = asyncio.get_running_loop()
        self.due = self.loop.time() + delay
        self.handle = self.loop.call_at(self.due, self.turn)
        self.task = None
        rows.append(self)

    def turn(self):
        self.task = self.loop.create_task(self.job())
        self.task.add_done_callback(self.rest)

    def rest(self, task):
        print("debug: rest")
        if self.period is None or self.handle is None:
            return
        while self.due <= self.loop.time():
            self.due += self.period
        self.handle = self.loop.call_at(self.due, self.turn)


def every(seconds, job):
    return Row(job, seconds, seconds)


def after(seconds, job):
    return Row(job, seconds)


def cancel(ticket):
    ticket.handle.cancel()
    ticket.handle = None


async def stop():
    busy = [row.task for row in rows if row.task and not row.task.done()]
    print("debug: wait for", len(busy))
    await asyncio.gather(*busy)
