"""Four adapters between a callback, a Future, a queue and a bell."""

import asyncio


def as_future(develop, film):
    future = asyncio.get_running_loop().create_future()

    def ready(photos):
        if not future.done():       # the old machine may call twice
            future.set_result(photos)

    develop(film, ready)
    return future


def to_queue(future, queue):
    future.add_done_callback(lambda f: queue.put_nowait(f.result()))


async def from_queue(queue, callback):
    while True:
        thing = await queue.get()
        callback(thing)
        queue.task_done()


def as_event(bell):
    event = asyncio.Event()
    bell.sign_up(event.set)
    return event
