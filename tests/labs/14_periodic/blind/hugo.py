"""Timetable with callbacks only."""

import asyncio

loop_tasks = set()
handles = {}        # ticket number -> handle of the next turn
counter = 0


def start(job):
    task = asyncio.ensure_future(job())
    loop_tasks.add(task)
    task.add_done_callback(loop_tasks.discard)


def every(seconds, job):
    global counter
    counter += 1
    number = counter
    loop = asyncio.get_running_loop()

    def turn(when):
        # plan the next one first, then work. A slow job does not make us late!
        handles[number] = loop.call_at(when + seconds, turn, when + seconds)
        start(job)

    handles[number] = loop.call_later(seconds, turn, loop.time() + seconds)
    return number


def after(seconds, job):
    global counter
    counter += 1
    handles[counter] = asyncio.get_running_loop().call_later(seconds, start, job)
    return counter


def cancel(ticket):
    handles[ticket].cancel()


async def stop():
    for handle in handles.values():
        handle.cancel()
    if loop_tasks:
        await asyncio.gather(*loop_tasks)
