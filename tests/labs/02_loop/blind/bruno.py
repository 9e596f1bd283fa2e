"""A kitchen: the chef orders dishes, and may cancel them; the loop is to call the cooks."""

from tornado.ioloop import IOLoop
from tornado.locks import Event


handles = dict()
finished = Event()


def order(cook, seconds):
    loop = IOLoop.current()
    finished.clear()
    loop.add_callback(lambda: print(cook + ": yes, chef!"))
    handle = loop.call_later(seconds, dish_ready, cook)
    handles[cook] = handle


def dish_ready(cook):
    print(cook + ": ready!")
    handles.pop(cook)
    # was that the last one?
    if len(handles) == 0:
        finished.set()


def cancel(cook):
    print(cook + ": cancelled")
    # take the timer out of the loop, and the cook out of the dict
    loop = IOLoop.current()
    loop.remove_timeout(handles.pop(cook))


async def closing_time():
    await finished.wait()
