from asyncio import all_tasks, current_task, ensure_future, get_running_loop, sleep
from itertools import count

NAME = "a job of the timetable"


def every(seconds, job):
    async def row():
        clock = get_running_loop()
        midnight, turn = clock.time(), 0
        for turn in count(1):
            ahead = midnight + turn * seconds - clock.time()
            if ahead > 0:
                await sleep(ahead)
                print("debug: turn", turn)
                await job()

    return begin(row())


def after(seconds, job):
    async def row():
        await sleep(seconds)
        return await job()

    return begin(row())


def begin(coroutine):
    task = ensure_future(coroutine)
    task.set_name(NAME)
    return task


def cancel(ticket):
    if not ticket.done():
        ticket.cancel()


async def stop():
    for task in all_tasks() - {current_task()}:
        if task.get_name() == NAME:
            task.cancel()
    await sleep(0)
