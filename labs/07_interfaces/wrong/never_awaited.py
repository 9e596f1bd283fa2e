"""Nothing is ever in the queue: to_queue makes a coroutine, and nobody awaits it.

`queue.put(photos)` of an `asyncio.Queue`, like any call of an `async def` function, only builds a
coroutine. In a done-callback nobody can await it. There `queue.put_nowait(photos)` does the same
with a plain call. A coroutine of your own you give to `asyncio.ensure_future`.
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
        queue.put(future.result())

    future.add_done_callback(ready)


async def from_queue(queue, callback):
    while True:
        callback(await queue.get())
        queue.task_done()


def as_event(bell):
    event = asyncio.Event()
    bell.sign_up(event.set)
    return event
