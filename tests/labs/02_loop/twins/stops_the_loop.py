"""Twin: asyncio's loop, stopped by whoever empties the dict."""

import asyncio

cooks = {}


def order(cook, seconds):
    loop = asyncio.get_running_loop()
    loop.call_soon(print, f"{cook}: yes, chef!")
    cooks[cook] = loop.call_later(seconds, home, cook, "ready!")


def cancel(cook):
    cooks[cook].cancel()
    home(cook, "cancelled")


def home(cook, why):
    cooks.pop(cook)
    print(f"{cook}: {why}")
    print("debug: still here:", list(cooks))
    if not cooks:
        asyncio.get_running_loop().stop()


async def closing_time():
    await asyncio.get_running_loop().create_future()
