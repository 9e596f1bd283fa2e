"""Four adapters between a callback, a Future, a queue and a bell."""

import asyncio


def as_future(develop, film):
    # TODO: none of the four adapters connects anything: nobody is ever told.
    return asyncio.Future()


def to_queue(future, queue):
    pass


async def from_queue(queue, callback):
    await asyncio.Event().wait()


def as_event(bell):
    return asyncio.Event()
