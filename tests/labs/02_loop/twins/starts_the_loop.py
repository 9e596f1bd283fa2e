"""Twin: asyncio's loop, and run_forever."""

import asyncio

handles = {}


def order(cook, seconds):
    loop = asyncio.get_running_loop()
    loop.call_soon(print, f"{cook}: yes, chef!")
    handles[cook] = loop.call_later(seconds, home, cook, "ready!")


def cancel(cook):
    handles[cook].cancel()
    home(cook, "cancelled")


def home(cook, why):
    handles.pop(cook)
    print(f"{cook}: {why}")
    if not handles:
        asyncio.get_running_loop().stop()


async def closing_time():
    print("debug: starting the loop")
    asyncio.get_running_loop().run_forever()
