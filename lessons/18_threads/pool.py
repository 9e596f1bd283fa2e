"""
Four calls into a thread: one holds the loop, one is an error, one works, one takes the context too.

    0.5  submit().result(): coal for nobody
    0.5  await submit(): TypeError
    0.5  lamp: flickers
    0.8  lamp: flickers
    1.0  run_in_executor: coal for nobody
    1.5  to_thread: coal for the night shift
"""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar

from tornado.ioloop import IOLoop

shift = ContextVar("shift", default="nobody")


def dig():
    time.sleep(0.5)
    return f"coal for {shift.get()}"


def flicker():
    print("lamp: flickers")


async def main():
    office, pool = IOLoop.current(), ThreadPoolExecutor()
    shift.set("the night shift")
    for moment in (0.2, 0.8):
        office.call_later(moment, flicker)
    print("submit().result():", pool.submit(dig).result())
    try:
        await pool.submit(dig)
    except TypeError as error:
        print("await submit():", type(error).__name__)
    print("run_in_executor:", await office.run_in_executor(pool, dig))
    print("to_thread:", await asyncio.to_thread(dig))


asyncio.run(main())
