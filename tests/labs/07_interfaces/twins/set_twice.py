from asyncio import Event

from tornado.concurrent import Future


class FirstCall:
    """Remembers the first photos that the machine gives."""

    def __init__(self):
        self.promise = Future()

    def __call__(self, prints):
        print("machine rings")
        self.promise.set_result(prints)


def as_future(machine, order):
    listener = FirstCall()
    machine(order, listener)
    return listener.promise


async def to_queue(promise, box):
    prints = await promise
    print("into the box", prints)
    box.put_nowait(prints)


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
