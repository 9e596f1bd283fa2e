"""Four adapters between a callback, a Future, a queue and a bell."""

import asyncio


def as_future(develop, film):
    # I use a little queue as letterbox. Only the first letter is ever read.
    letterbox = asyncio.Queue()
    develop(film, letterbox.put_nowait)
    return asyncio.ensure_future(letterbox.get())


async def to_queue(future, queue):
    await queue.put(await future)


async def from_queue(queue, callback):
    while True:
        callback(await queue.get())
        queue.task_done()


def as_event(bell):
    rang = asyncio.Event()

    def ring():
        print("(ring)")
        rang.set()

    bell.sign_up(ring)
    return rang
