"""from_queue comes back too early: what is put into the queue later stays there.

The queue is empty for a while, and that does not mean that nothing will come. Go on for ever, with
`while True`, and leave the waiting to `await queue.get()`. Your caller cancels you in the end.
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
    callback(await queue.get())
    queue.task_done()


def as_event(bell):
    event = asyncio.Event()
    bell.sign_up(event.set)
    return event
