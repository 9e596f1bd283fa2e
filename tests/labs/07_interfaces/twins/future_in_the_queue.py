from asyncio import Event

from tornado.concurrent import Future
from tornado.ioloop import IOLoop


class FirstCall:
    """Remembers the first photos that the machine gives."""

    def __init__(self):
        self.promise = Future()

    def __call__(self, prints):
        print("machine rings")
        if self.promise.done():
            return
        self.promise.set_result(prints)


def as_future(machine, order):
    listener = FirstCall()
    machine(order, listener)
    return listener.promise


def to_queue(promise, box):
    def drop(full):
        print("into the box")
        box.put_nowait(full)

    IOLoop.current().add_future(promise, drop)


async def from_queue(box, tell):
    print("at the box")
    while 1:
        found = await box.get()
        tell(found)
        box.task_done()


def as_event(registry):
    heard = Event()

    def ding():
        print("ding")
        heard.set()

    registry.sign_up(ding)
    return heard
