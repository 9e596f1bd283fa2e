"""A party: order, mingle, drink."""

import asyncio

from tornado.ioloop import IOLoop
from tornado.locks import Condition

thirsty = []            # who has not got a drink yet
somebody_drank = Condition()


async def visit(name, seconds, mix):
    print(f"{name}: orders")
    drink = asyncio.create_task(mix(name))
    await asyncio.sleep(seconds)
    print(f"{name}: back at the bar")
    await drink
    print(f"{name}: drinks")
    thirsty.remove(name)
    somebody_drank.notify_all()


async def party(guests, mix):
    for name, seconds in guests.items():
        thirsty.append(name)
        IOLoop.current().add_callback(visit, name, seconds, mix)
    while thirsty:
        await somebody_drank.wait()
