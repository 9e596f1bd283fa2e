"""
No loop runs inside a running one: three ways to try, three errors. An await needs no second loop.

    0.0  Thora: asyncio.run() cannot be called from a running event loop
    0.0  Thora: This event loop is already running
    0.0  Thora: Cannot run the event loop while another loop is running
    0.5  lamp: flickers
    0.8  Thora: await gives 7 metres
"""

import asyncio

from tornado.ioloop import IOLoop


async def measure():
    await asyncio.sleep(0.8)
    return "7 metres"


def flicker():
    print("lamp: flickers")


async def main():
    IOLoop.current().call_later(0.5, flicker)
    loop, other = asyncio.get_running_loop(), asyncio.new_event_loop()
    for run in (asyncio.run, loop.run_until_complete, other.run_until_complete):
        coroutine = measure()
        try:
            run(coroutine)
        except RuntimeError as error:
            print(f"Thora: {error}")
            coroutine.close()  # it never began; without this Python warns: "was never awaited"
    other.close()
    print(f"Thora: await gives {await measure()}")


asyncio.run(main())
