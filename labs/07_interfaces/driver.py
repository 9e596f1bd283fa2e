"""A photo laboratory that tells its customers in one of four ways, through the adapters."""

import asyncio
import inspect
import json
import sys

import submission
from tornado.ioloop import IOLoop

SECONDS = {"Ann": 2.0, "Bob": 1.0}
MOMENTS = {"Ann": 0.0, "Bob": 0.3}
PHOTOS = {"Ann": 24, "Bob": 12}
HOLES = {"Ann": "pigeon-hole 1", "Bob": "pigeon-hole 2"}


class WrongThing(TypeError):
    """A function was given, or has returned, something that it should not."""


class Bell:
    def __init__(self):
        self.functions = []

    def sign_up(self, function):
        if not callable(function):
            raise WrongThing(f"bell.sign_up was given {kind(function)}, not a function")
        self.functions.append(function)

    def ring(self):
        print("bell: rings")
        for function in list(self.functions):
            function()


async def main(way="future", **inputs):
    await {"future": futures, "queue": queues, "callback": callbacks, "event": events}[way](
        **inputs
    )


async def futures(seconds=SECONDS, moments=MOMENTS, photos=PHOTOS, again=()):
    def develop(film, callback):
        print(f"{film}: brings a film")
        IOLoop.current().call_later(seconds[film], callback, photos[film])
        if film in again:
            IOLoop.current().call_later(seconds[film] + 0.05, callback, photos[film] + 1)

    async def customer(name):
        await asyncio.sleep(moments[name])
        future = submission.as_future(develop, name)
        if not asyncio.isfuture(future):
            raise WrongThing(f"as_future returned {kind(future)}, not an asyncio.Future")
        print(f"{name}: has {told(await future)}")

    await everybody(customer, seconds)
    await asyncio.sleep(0.2)


async def queues(seconds=SECONDS, moments=MOMENTS, photos=PHOTOS, holes=HOLES, done=()):
    pigeon_holes = {hole: asyncio.Queue() for hole in holes.values()}
    started = []

    async def customer(name):
        await asyncio.sleep(moments[name])
        print(f"{name}: brings a film")
        ticket = asyncio.Future()
        if name in done:
            ticket.set_result(photos[name])
        else:
            IOLoop.current().call_later(seconds[name], ticket.set_result, photos[name])
        returned = submission.to_queue(ticket, pigeon_holes[holes[name]])
        if inspect.isawaitable(returned):
            started.append(asyncio.ensure_future(returned))

    async def empty(hole):
        for _ in range(list(holes.values()).count(hole)):
            print(f"{hole}: has {told(await pigeon_holes[hole].get())}")

    emptied = asyncio.ensure_future(everybody(empty, pigeon_holes))
    await everybody(customer, seconds)
    await emptied
    await asyncio.gather(*started)


async def callbacks(moments=MOMENTS, photos=PHOTOS, pause=0.5):
    async def customer(name):
        queue = asyncio.Queue()
        queue.put_nowait(photos[name])
        await asyncio.sleep(moments[name])
        print(f"{name}: brings a film")
        awaitable = submission.from_queue(queue, lambda thing: print(f"{name}: has {told(thing)}"))
        if not inspect.isawaitable(awaitable):
            raise WrongThing(f"from_queue returned {kind(awaitable)}, which nobody can await")
        handing_out = asyncio.ensure_future(awaitable)
        for more in (1, 2):
            await asyncio.sleep(pause)
            queue.put_nowait(photos[name] + more)
        joined = asyncio.ensure_future(queue.join())
        await asyncio.wait([handing_out, joined], return_when=asyncio.FIRST_COMPLETED)
        if handing_out.done():
            handing_out.result()
            print(f"{name}: nobody hands out any more")
        else:
            print(f"{name}: all handed out")
        handing_out.cancel()
        joined.cancel()

    await everybody(customer, moments)


async def events(moments=MOMENTS, rings=(1.0, 2.0), again=()):
    bell = Bell()

    async def customer(name):
        await asyncio.sleep(moments[name])
        await hear(name, "")
        if name in again:
            await hear(name, " again")

    async def hear(name, again):
        print(f"{name}: signs up{again}")
        event = submission.as_event(bell)
        if not (hasattr(event, "wait") and hasattr(event, "is_set")):
            raise WrongThing(f"as_event returned {kind(event)}, not an asyncio.Event")
        await event.wait()
        await asyncio.sleep(0)
        if not event.is_set():
            raise WrongThing("the bell has rung, and the Event of as_event did not stay set")
        print(f"{name}: hears the bell{again}")

    for moment in rings:
        IOLoop.current().call_later(moment, bell.ring)
    await everybody(customer, moments)


async def everybody(what, names):
    await asyncio.gather(*(asyncio.create_task(what(name), name=name) for name in names))


def told(thing):
    return f"{thing} photos" if isinstance(thing, int) else f"{kind(thing)}, not photos"


def kind(thing):
    return "None" if thing is None else f"a {type(thing).__name__}"


if __name__ == "__main__":
    asyncio.run(main(**json.loads(sys.argv[1] if sys.argv[1:] else "{}")))
