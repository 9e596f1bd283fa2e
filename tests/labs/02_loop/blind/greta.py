"""A kitchen: the chef orders dishes, and may cancel them; the loop is to call the cooks."""

import time
import asyncio
from tornado.ioloop import IOLoop

cooks = []                  # who is cooking now
nobody = asyncio.Event()


def work(cook, seconds):
    # this is called by the loop, so it does not stop the chef
    if cook not in cooks:
        return
    print(f"{cook}: yes, chef!")
    time.sleep(seconds)
    if cook in cooks:       # perhaps cancelled in between
        print(f"{cook}: ready!")
        go_home(cook)


def go_home(cook):
    cooks.remove(cook)
    if cooks == []:
        nobody.set()


def order(cook, seconds):
    cooks.append(cook)
    nobody.clear()
    IOLoop.current().add_callback(work, cook, seconds)


def cancel(cook):
    print(f"{cook}: cancelled")
    if cook in cooks:
        go_home(cook)


async def closing_time():
    await nobody.wait()
