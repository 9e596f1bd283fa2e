"""Asks a hotel's old directory for guests, each in one of three styles, and tells what comes."""

import asyncio
import json
import sys
from itertools import cycle

import submission
from tornado.ioloop import IOLoop

GUESTS = {"Ann": 1.0, "Bob": 2.0, "Cid": 3.0}
ROOMS = {"Ann": "room 12", "Cid": "room 7"}


class NotFound(Exception):
    """The directory knows no such guest."""


class NotAFuture(TypeError):
    """find_with_future returned something else."""


class Response:
    """What the directory sends: a body, and an error if there is one."""

    def __init__(self, body, error=None):
        self.body = body
        self.error = error


async def main(guests=GUESTS, rooms=ROOMS, styles=("callback", "future", "await"), moments=None):
    def fetch(name, callback):
        def answer():
            callback(look_up(name, rooms))

        print(f"{name}: asked for")
        IOLoop.current().call_later(guests[name], answer)

    async def ask(name, style):
        if moments:
            await asyncio.sleep(moments[name])
        await in_style[style](fetch, name)

    in_style = {"callback": with_callback, "future": with_future, "await": with_await}
    asking = zip(guests, cycle(styles), strict=False)
    await asyncio.gather(*(asyncio.create_task(ask(*one), name=one[0]) for one in asking))


def look_up(name, rooms):
    if name in rooms:
        return Response(rooms[name])
    return Response(f"sorry, there is no {name} here", NotFound(name))


async def with_callback(fetch, name):
    answered = asyncio.Event()

    def on_answer(body, error):
        if answered.is_set():
            print(f"{name}: called back again")
        else:
            tell(name, body, error)
        answered.set()

    submission.find_with_callback(fetch, name, on_answer)
    await answered.wait()


async def with_future(fetch, name):
    future = submission.find_with_future(fetch, name)
    if not asyncio.isfuture(future):
        raise NotAFuture(f"find_with_future returned {kind(future)}, not an asyncio.Future")
    await asyncio.wait([future])
    tell_of(name, future)


async def with_await(fetch, name):
    answer = asyncio.ensure_future(submission.find_with_await(fetch, name))
    await asyncio.wait([answer])
    tell_of(name, answer)


def tell_of(name, future):
    try:
        tell(name, future.result())
    except NotFound as error:
        tell(name, None, error)


def tell(name, body, error=None):
    if error:
        print(f"{name}: {error!r}")
    else:
        print(f"{name}: {body if isinstance(body, str) else kind(body) + ', not the body'}")


def kind(thing):
    return "None" if thing is None else f"a {type(thing).__name__}"


if __name__ == "__main__":
    asyncio.run(main(**json.loads(sys.argv[1] if sys.argv[1:] else "{}")))
