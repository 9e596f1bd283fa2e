"""Post office. My own pause with call_later, because I like to see what happens in the loop."""

import asyncio

from tornado.concurrent import Future
from tornado.ioloop import IOLoop


def pause(seconds):
    """A Future that is done after some seconds."""
    future = Future()
    IOLoop.current().call_later(seconds, future.set_result, None)
    return future


async def weigh(sheets):
    await pause(0.25)
    return sheets * 5


async def write(clerk, sheets):
    print(f"{clerk}: begins")
    await pause(sheets / 10)
    grams = await weigh(sheets)
    print(f"{clerk}: {grams * 2} cents")


async def office(letters):
    at_work = set()
    for clerk, sheets in letters.items():
        at_work.add(asyncio.ensure_future(write(clerk, sheets)))
        await asyncio.sleep(0)
        print(f"{clerk}: at work")
    while at_work:
        done, at_work = await asyncio.wait(at_work, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()       # so that an error does not get lost
    print("office: closed")
