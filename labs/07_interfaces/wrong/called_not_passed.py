"""You call `event.set()` where you should pass `event.set`, so the bell gets None, and no function.

With brackets the Event is set at once, before any ring, and what you pass on is what `set` returns,
None. The bell has to call it, not you. Write `bell.sign_up(event.set)`.
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
        queue.task_done()


def as_event(bell):
    event = asyncio.Event()
    bell.sign_up(event.set())
    return event
