"""Four adapters between a callback, a Future, a queue and a bell."""

import asyncio


def as_future(develop, film):
    future = asyncio.Future()
    # set_result is already a function of one argument, so no extra function needed :-)
    develop(film, future.set_result)
    return future


def to_queue(future, queue):
    def put(f):
        queue.put_nowait(f.result())

    future.add_done_callback(put)


async def from_queue(queue, callback):
    while True:
        thing = await queue.get()
        callback(thing)
        queue.task_done()


def as_event(bell):
    event = asyncio.Event()
    bell.sign_up(event.set)
    return event
