"""A kitchen: the chef orders dishes, and may cancel them; the loop is to call the cooks."""
from asyncio import Event
from tornado.ioloop import IOLoop

busy = set()
bell = Event()


def order(cook, seconds):
    busy.add(cook)
    bell.clear()
    loop = IOLoop.current()
    loop.add_callback(print, f"{cook}: yes, chef!")
    loop.call_later(seconds, leave, cook, "ready!")


def leave(cook, what):
    # works for both ways out; whoever has left already (cancelled!) says nothing,
    # so I need no handles at all
    if cook in busy:
        print(f"{cook}: {what}")
        busy.discard(cook)
        busy or bell.set()


def cancel(cook):
    leave(cook, "cancelled")


async def closing_time():
    await bell.wait()
