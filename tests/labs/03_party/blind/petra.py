"""A party: order, mingle, drink."""

from tornado import gen
from tornado.ioloop import IOLoop


async def guest(name, seconds, mix):
    print(f"{name}: orders")
    drink = gen.convert_yielded(mix(name))
    await gen.sleep(seconds)
    print(f"{name}: back at the bar")
    await drink
    print(f"{name}: drinks")


async def party(guests, mix):
    # fire and forget, the loop looks after them
    for name, seconds in guests.items():
        IOLoop.current().spawn_callback(guest, name, seconds, mix)
