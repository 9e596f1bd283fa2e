"""Four adapters between a callback, a Future, a queue and a bell."""

import asyncio

waiting = None      # the future that gets the photos
rung = None


def photos_ready(photos):
    if not waiting.done():
        waiting.set_result(photos)


def as_future(develop, film):
    global waiting
    waiting = asyncio.Future()
    develop(film, photos_ready)
    return waiting


def to_queue(future, queue):
    if future.done():
        queue.put_nowait(future.result())
    else:
        future.add_done_callback(lambda f: queue.put_nowait(f.result()))


async def from_queue(queue, callback):
    while True:
        thing = await queue.get()
        callback(thing)
        queue.task_done()


def as_event(bell):
    # one bell, one event, no need to make it again
    global rung
    if rung is None:
        rung = asyncio.Event()
        bell.sign_up(rung.set)
    return rung
