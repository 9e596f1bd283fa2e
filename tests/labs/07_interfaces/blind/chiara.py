"""Four adapters, all in little classes because I like classes."""

import asyncio


class Once:
    """Gives its first photos to a future, forgets the rest."""

    def __init__(self):
        self.future = asyncio.Future()

    def __call__(self, photos):
        if not self.future.done():
            self.future.set_result(photos)


class Distributor:
    def __init__(self, queue, callback):
        self.queue = queue
        self.callback = callback

    async def run(self):
        while True:
            thing = await self.queue.get()
            self.callback(thing)
            self.queue.task_done()


def as_future(develop, film):
    develop(film, once := Once())
    return once.future


def to_queue(future, queue):
    future.add_done_callback(lambda f: asyncio.ensure_future(queue.put(f.result())))


def from_queue(queue, callback):
    return asyncio.create_task(Distributor(queue, callback).run())


def as_event(bell):
    event = asyncio.Event()
    bell.sign_up(lambda: event.set())
    return event
