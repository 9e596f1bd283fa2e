"""Four adapters between a callback, a Future, a queue and a bell."""

import asyncio


def as_future(develop, film):
    future = asyncio.Future()

    def photos_ready(photos):
        if future.done():
            print("already have them, thanks")
        else:
            future.set_result(photos)

    develop(film, photos_ready)
    return future


async def to_queue(future, queue):
    result = await future
    queue.put(result)


async def from_queue(queue, callback):
    while True:
        thing = await queue.get()
        print("got", thing)
        callback(thing)


def as_event(bell):
    event = asyncio.Event()
    bell.sign_up(event.set)
    return event
