"""Gives a party: all guests come at once, or each at a moment of its own."""

import asyncio
import inspect
import json
import sys

import submission

GUESTS = {"Mona": 0.6, "Ugo": 2.0}
MIXING = {"Mona": 1.0, "Ugo": 1.5}


class NotAwaitable(TypeError):
    """party returned something that nobody can await."""


async def main(guests=GUESTS, mixing=MIXING, moments=None):
    async def mix(name):
        print(f"bar: mixes for {name}")
        await asyncio.sleep(mixing[name])
        print(f"bar: ready for {name}")

    async def arrive(name):
        await asyncio.sleep(moments[name])
        await awaitable(submission.party({name: guests[name]}, mix))
        print(f"host: {name} is served")

    if moments is None:
        await awaitable(submission.party(guests, mix))
    else:
        await asyncio.gather(*(arrive(name) for name in guests))
    print("host: good night")


def awaitable(thing):
    if not inspect.isawaitable(thing):
        kind = "None" if thing is None else f"a {type(thing).__name__}"
        raise NotAwaitable(f"party returned {kind}, which cannot be awaited")
    return thing


if __name__ == "__main__":
    asyncio.run(main(**json.loads(sys.argv[1] if sys.argv[1:] else "{}")))
