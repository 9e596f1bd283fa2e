"""
Three calls that look asynchronous, and each holds the loop: Quentin should have rung at 0.5.

    0.0  Petra calls a_future_around_it
    0.8  it is back, finished
    0.8  Petra calls no_yield_in_it
    1.6  it is back, finished
    1.6  Petra calls no_await_in_it
    1.6  it is back, not even begun
    2.4  Petra has 3 files
    2.4  Quentin rings
"""

import asyncio
import time

from tornado import gen


def a_future_around_it():
    future = asyncio.Future()
    time.sleep(0.8)
    future.set_result("a file")
    return future


@gen.coroutine
def no_yield_in_it():
    time.sleep(0.8)
    return "a file"


async def no_await_in_it():
    time.sleep(0.8)
    return "a file"


async def ring():
    await asyncio.sleep(0.5)
    print("Quentin rings")


async def main():
    bell = asyncio.create_task(ring())
    await asyncio.sleep(0)  # Quentin begins first.
    files = []
    for function in (a_future_around_it, no_yield_in_it, no_await_in_it):
        print("Petra calls", function.__name__)
        awaitable = function()
        done = isinstance(awaitable, asyncio.Future) and awaitable.done()
        print("it is back,", "finished" if done else "not even begun")
        files.append(await awaitable)
    print("Petra has", len(files), "files")
    await bell


asyncio.run(main())
