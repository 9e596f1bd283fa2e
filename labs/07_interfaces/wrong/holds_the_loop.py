"""While from_queue waits for the next thing, it holds the loop, so nobody can put anything in.

`time.sleep` never gives the loop back, and to look again and again whether the queue is empty helps
nobody. `await queue.get()` does the waiting: it gives the loop back, and comes back with the thing
as soon as there is one.
"""

import asyncio
import time


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
        while queue.empty():
            time.sleep(1)
        callback(queue.get_nowait())
        queue.task_done()


def as_event(bell):
    event = asyncio.Event()
    bell.sign_up(event.set)
    return event
