"""All of them wake under the name of the last one.

A function made in a loop looks the loop's variables up when it runs, not when it is made. By then
the loop is over, and `name` is the last name. Give the value along:
`call_later(seconds, wake, name)`.
"""

import asyncio

from tornado.ioloop import IOLoop


async def everybody(sleepers):
    awake = asyncio.Event()
    left = len(sleepers)

    def wake():
        nonlocal left
        print(f"{name}: awake!")
        left -= 1
        if not left:
            awake.set()

    for name, seconds in sleepers.items():
        print(f"{name}: sleeping")
        IOLoop.current().call_later(seconds, lambda: wake())
    await awake.wait()
