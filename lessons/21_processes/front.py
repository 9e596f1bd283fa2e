"""
A front sends the guests to two processes in turn: two plates are made at the same time.

    0.5  phone: hello?
    0.8  guest 1: my plate
    1.1  guest 2: my plate
    1.6  guest 3: my plate
    1.6  guests 1 and 2 had one cook: False
    1.6  guests 1 and 3 had one cook: True
"""

import asyncio
import itertools
import os
import time
from concurrent.futures import ProcessPoolExecutor

from tornado.ioloop import IOLoop


def cook():
    time.sleep(0.8)  # stands for work that keeps a processor busy
    return os.getpid()


async def visit(guest, seconds, front):
    await asyncio.sleep(seconds)
    cook_of_mine = await IOLoop.current().run_in_executor(next(front), cook)
    print(f"guest {guest}: my plate")
    return cook_of_mine


async def phone():
    await asyncio.sleep(0.5)
    print("phone: hello?")


async def main():
    # Each kitchen is one process. The front is the turn: left, right, left, right ...
    with ProcessPoolExecutor(1) as left, ProcessPoolExecutor(1) as right:
        front = itertools.cycle([left, right])
        visits = visit(1, 0.0, front), visit(2, 0.3, front), visit(3, 0.7, front)
        first, second, third, _ = await asyncio.gather(*visits, phone())
    print("guests 1 and 2 had one cook:", first == second)
    print("guests 1 and 3 had one cook:", first == third)


if __name__ == "__main__":
    asyncio.run(main())
