"""A weather office that rings its observers up: all at once, or each at a moment of its own."""

import asyncio
import inspect
import json
import sys

import submission
from tornado.ioloop import IOLoop

SECONDS = {"Ann": 2.0, "Bob": 1.0, "Cid": 3.0}
DEGREES = {"Ann": 12, "Cid": 7}


class NoAnswer(OSError):
    """Nobody picks up the phone."""


class Garbled(ValueError):
    """Somebody does, but nobody can understand a word."""


class NotAwaitable(TypeError):
    """ask_all is no coroutine function."""


class NotADict(TypeError):
    """ask_all gave something else."""


async def main(seconds=SECONDS, degrees=DEGREES, garbled=(), moments=None, closes=None):
    async def call(name):
        print(f"{name}: calling")
        await asyncio.sleep(seconds[name])
        if name in degrees:
            return degrees[name]
        raise Garbled(name) if name in garbled else NoAnswer(name)

    def hang_up(name):
        print(f"{name}: hung up")

    async def one_by_one(name):
        await asyncio.sleep(moments[name])
        await office(call, hang_up, [name])

    if moments:
        await asyncio.gather(*(asyncio.create_task(one_by_one(n), name=n) for n in seconds))
    else:
        await office(call, hang_up, list(seconds), closes)
    # The day goes on: whatever was left behind shows itself.
    await asyncio.sleep(max(seconds.values()))


async def office(call, hang_up, names, closes=None):
    awaitable = submission.ask_all(call, hang_up, list(names))
    if not inspect.isawaitable(awaitable):
        raise NotAwaitable(f"ask_all returned {kind(awaitable)}, which nobody can await")
    asking = asyncio.ensure_future(awaitable)
    if closes is not None:
        IOLoop.current().call_later(closes, asking.cancel)
    try:
        answers = await asking
    except asyncio.CancelledError:
        print("office: closed")
    else:
        tell(names, answers)


def tell(names, answers):
    if not isinstance(answers, dict):
        raise NotADict(f"ask_all gave {kind(answers)}, not a dict")
    for name in names:
        answer = answers.get(name)
        if isinstance(answer, BaseException):
            print(f"office: {name} {answer!r}")
        elif isinstance(answer, int):
            print(f"office: {name} {answer}")
        else:
            print(f"office: nothing about {name}")
    for name in answers:
        if name not in names:
            print(f"office: did not ask for {name}")


def kind(thing):
    return "None" if thing is None else f"a {type(thing).__name__}"


if __name__ == "__main__":
    asyncio.run(main(**json.loads(sys.argv[1] if sys.argv[1:] else "{}")))
