import asyncio

from tornado import gen
from tornado.ioloop import IOLoop


def as_future(develop, film):
    # A queue of its own keeps all calls; only the first one is looked at.
    calls = asyncio.Queue()
    develop(film, calls.put_nowait)
    return asyncio.ensure_future(calls.get())


def to_queue(future, queue):
    IOLoop.current().add_future(future, lambda f: queue.put_nowait(f.result()))


@gen.coroutine
def from_queue(queue, callback):
    while True:
        thing = yield queue.get()
        try:
            callback(thing)
        finally:
            queue.task_done()


def as_event(bell):
    event = asyncio.Event()
    bell.sign_up(lambda: event.set())
    return event
