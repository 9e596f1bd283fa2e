"""Four adapters between a callback, a Future, a queue and a bell."""

import asyncio


async def as_future(develop, film):
    future = asyncio.Future()

    def ready(photos):
        if not future.done():
            future.set_result(photos)

    develop(film, ready)
    return await future     # give the photos back


def to_queue(future, queue):
    # only works if it is ready, otherwise result() complains, so I check
    if future.done():
        queue.put_nowait(future.result())


async def from_queue(queue, callback):
    while True:
        thing = await queue.get()
        await callback(thing)
        queue.task_done()


def as_event(bell):
    event = asyncio.Event()

    def ring():
        event.set()
        event.clear()       # ready for the next ring

    bell.sign_up(ring)
    return event
