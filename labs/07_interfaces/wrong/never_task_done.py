"""All things are handed out, but whoever waits for that with `queue.join()` waits for ever.

The queue cannot see what becomes of a thing after `get`. It counts the `task_done()` calls: one for
each thing, by the one who took it. Write `queue.task_done()` after `callback(thing)`, inside the
loop.
"""

import asyncio


def as_future(develop, film):
    future = asyncio.Future()

    def ready(photos):
        if not future.done():
            future.set_result(photos)

    develop(film, ready)
    return future


def to_queue(future, queue):
    def ready(future):
        queue.put_nowait(future.result())

    future.add_done_callback(ready)


async def from_queue(queue, callback):
    while True:
        callback(await queue.get())


def as_event(bell):
    event = asyncio.Event()
    bell.sign_up(event.set)
    return event
