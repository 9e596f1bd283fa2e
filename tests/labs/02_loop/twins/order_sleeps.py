"""Twin: with a list of who cooks, and an Event."""

import asyncio
import time

from tornado.ioloop import IOLoop

at_work = []
free = asyncio.Event()


def order(person, duration):
    at_work.append(person)
    print(f"{person}: yes, chef!")
    time.sleep(duration)
    print("debug: slept", duration)
    print(f"{person}: ready!")
    at_work.remove(person)
    IOLoop.current().add_callback(look)


def look():
    if not at_work:
        free.set()


def cancel(person):
    if person in at_work:
        at_work.remove(person)
        print(f"{person}: cancelled")


async def closing_time():
    await free.wait()
