"""What comes out of the queue is a Future, and not the photos.

A done-callback is called with the Future, not with its result, so
`add_done_callback(queue.put_nowait)` puts in the Future itself. Pass a function of your own that
takes the result out: `queue.put_nowait(future.result())`.
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
    future.add_done_callback(queue.put_nowait)


async def from_queue(queue, callback):
    while True:
        callback(await queue.get())
        queue.task_done()


def as_event(bell):
    event = asyncio.Event()
    bell.sign_up(event.set)
    return event
