"""Four adapters between a callback, a Future, a queue and a bell."""

import asyncio


def as_future(develop, film):
    future = asyncio.Future()

    def callback(photos):
        if not future.done():
            future.set_result(photos)

    develop(film, callback)
    return future


def to_queue(future, queue):
    # when done -> put it in
    future.add_done_callback(queue.put_nowait)


async def from_queue(queue, callback):
    while True:
        thing = await queue.get()
        callback(thing)
        queue.task_done()


def as_event(bell):
    event = asyncio.Event()
    bell.sign_up(event.set)
    return event
