"""All of them wake up at once, at the very beginning.

`add_timeout` takes a moment, not a duration: a bare number means seconds since 1970, a moment that
is long gone, so the callback runs at once. Use `call_later(seconds, function)`, or
`add_timeout(timedelta(seconds=...), function)`.
"""

import asyncio

from tornado.ioloop import IOLoop


async def everybody(sleepers):
    awake = asyncio.Event()
    left = set(sleepers)

    def wake(name):
        print(f"{name}: awake!")
        left.discard(name)
        if not left:
            awake.set()

    for name, seconds in sleepers.items():
        print(f"{name}: sleeping")
        IOLoop.current().add_timeout(seconds, wake, name)
    await awake.wait()
