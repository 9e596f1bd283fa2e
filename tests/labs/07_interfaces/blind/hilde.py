"""Four adapters between a callback, a Future, a queue and a bell."""

import asyncio


def as_future(develop, film):
    future = asyncio.Future()

    def ready(photos):
        if not future.done():
            future.set_result(photos)

    develop(film, ready)
    return future


def to_queue(future, queue):
    future.add_done_callback(lambda f: queue.put_nowait(f.result()))


async def from_queue(queue, callback):
    # hand out everything that is in the queue
    thing = await queue.get()
    callback(thing)
    queue.task_done()
    while not queue.empty():
        callback(queue.get_nowait())
        queue.task_done()


def as_event(bell):
    event = asyncio.Event()
    bell.sign_up(event.set())
    return event
