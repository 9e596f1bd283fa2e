"""The machine calls back twice for one film, and the Future does not take a second result.

A Future has one result: `set_result` on one that is done raises InvalidStateError, in the function
that the loop called, so it is only logged. Do not pass `future.set_result` itself to `develop`.
Pass a function of your own that asks first: `if not future.done(): future.set_result(photos)`.
"""

import asyncio


def as_future(develop, film):
    future = asyncio.Future()
    develop(film, future.set_result)
    return future


def to_queue(future, queue):
    future.add_done_callback(lambda future: queue.put_nowait(future.result()))


async def from_queue(queue, callback):
    while True:
        callback(await queue.get())
        queue.task_done()


def as_event(bell):
    event = asyncio.Event()
    bell.sign_up(event.set)
    return event
