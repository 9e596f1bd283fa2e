"""Twin: the handle is an attribute of a class, and overwritten."""

import asyncio

from tornado.ioloop import IOLoop


class State:
    handle = None
    busy = None
    over = None


def order(cook, seconds):
    State.busy = (State.busy or set()) | {cook}
    asyncio.get_running_loop().call_soon(print, f"{cook}: yes, chef!")
    State.handle = asyncio.get_running_loop().call_later(seconds, bell, cook)
    print("debug: the handle is", State.handle is not None)


def bell(cook):
    print(f"{cook}: ready!")
    away(cook)


def cancel(cook):
    IOLoop.current().remove_timeout(State.handle)
    print(f"{cook}: cancelled")
    away(None)


def away(cook):
    # Nobody knows any more who it was: one less.
    State.busy.discard(cook if cook in State.busy else sorted(State.busy)[0])
    if not State.busy and State.over is not None:
        State.over.set()


async def closing_time():
    State.over = asyncio.Event()
    await State.over.wait()
