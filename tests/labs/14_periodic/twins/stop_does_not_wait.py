import asyncio

rows = []


class Row:
    on = True

    def __init__(self, job, delay, period=None):
        self.job, self.period = job, period
        rows.append(self)
        self.future = asyncio.ensure_future(self.live(delay))

    async def live(self, delay):
        started, turns = asyncio.get_running_loop().time(), 1
        await asyncio.sleep(delay)
        while self.on:
            print("debug: turn", turns)
            await self.job()
            if self.period is None:
                return
            elapsed = asyncio.get_running_loop().time() - started
            turns = int(elapsed // self.period) + 1
            await asyncio.sleep(turns * self.period - elapsed)


def every(seconds, job):
    return Row(job, seconds, seconds)


def after(seconds, job):
    return Row(job, seconds)


def cancel(ticket):
    ticket.on = False


def stop():
    done = asyncio.Future()
    for row in rows:
        row.on = False
    done.set_result("all off")
    return done
