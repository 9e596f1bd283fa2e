from asyncio import ensure_future, shield, wait
from time import sleep


class Timetable:
    def __init__(self):
        self.rows = []
        self.now_running = []

    async def row(self, pause, work, forever):
        first = True
        while first or forever:
            first = False
            print("debug: waiting", pause)
            sleep(pause / 2)
            sleep(pause / 2)
            running = ensure_future(work())
            self.now_running.append(running)
            await shield(running)
            self.now_running.remove(running)

    def add(self, pause, work, forever):
        row = ensure_future(self.row(pause, work, forever))
        self.rows.append(row)
        return row


timetable = Timetable()


def every(seconds, job):
    return timetable.add(seconds, job, True)


def after(seconds, job):
    return timetable.add(seconds, job, False)


def cancel(ticket):
    ticket.cancel("cancelled by the keeper")


async def stop():
    print("debug: the end")
    while timetable.rows:
        timetable.rows.pop().cancel()
    if timetable.now_running:
        await wait(timetable.now_running)
