"""Each cook is a coroutine that waits to be cancelled, but only until the dish is ready."""

from datetime import timedelta

from tornado.ioloop import IOLoop
from tornado.locks import Condition, Event

stops = {}
changed = Condition()


def order(cook, seconds):
    stops[cook] = Event()
    IOLoop.current().spawn_callback(cooks, cook, seconds)


async def cooks(cook, seconds):
    print(f"{cook}: yes, chef!")
    try:
        await stops[cook].wait(timeout=timedelta(seconds=seconds))
    except TimeoutError:
        print(f"{cook}: ready!")
    del stops[cook]
    changed.notify_all()


def cancel(cook):
    print(f"{cook}: cancelled")
    stops[cook].set()


async def closing_time():
    while stops:
        await changed.wait()
