"""Four adapters between a callback, a Future, a queue and a bell."""

import asyncio


def as_future(develop, film):
    box = []
    develop(film, box.append)

    async def wait():
        # look into the box from time to time
        while not box:
            await asyncio.sleep(0.5)
        return box[0]

    return asyncio.create_task(wait())


async def to_queue(future, queue):
    while not future.done():
        await asyncio.sleep(0.5)
    queue.put_nowait(future.result())


async def from_queue(queue, callback):
    while True:
        if queue.empty():
            await asyncio.sleep(0.5)
            continue
        callback(queue.get_nowait())
        queue.task_done()


def as_event(bell):
    event = asyncio.Event()
    bell.sign_up(event.set)
    return event
