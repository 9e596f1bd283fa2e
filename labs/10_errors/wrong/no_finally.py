"""Where a call fails, nobody hangs up: the line stays open.

An error leaves the function at the `await`, so that the lines below it do not run, and neither do
they when the call is cancelled. Put `await call(name)` into a `try`, and `hang_up(name)` into its
`finally`: that runs however the call ends.
"""

import asyncio


async def ask_all(call, hang_up, names):
    calls = (ask(call, hang_up, name) for name in names)
    answers = await asyncio.gather(*calls, return_exceptions=True)
    return dict(zip(names, answers, strict=True))


async def ask(call, hang_up, name):
    degrees = await call(name)
    hang_up(name)
    return degrees
