"""
A resolver that blocks holds the loop for Dora; Tornado's own, for Edgar, asks in a thread.

    0.0  Dora: where is localhost?
    1.0  Dora: at 127.0.0.1
    1.0  clock: tick
    1.0  Edgar: where is localhost?
    1.4  clock: tick
    2.0  Edgar: at 127.0.0.1
"""

import asyncio
import socket
import time

from tornado.netutil import BlockingResolver, Resolver

SECONDS = 1.0

look_up = socket.getaddrinfo


def slow_look_up(*args, **options):  # the name server is far away
    time.sleep(SECONDS)
    return look_up(*args, **options)


async def serve(name, resolver):
    print(f"{name}: where is localhost?")
    addresses = await resolver.resolve("localhost", 80, socket.AF_INET)
    print(f"{name}: at {addresses[0][1][0]}")


async def clock():
    await asyncio.sleep(0.4)
    print("clock: tick")


async def main():
    socket.getaddrinfo = slow_look_up
    await asyncio.gather(clock(), serve("Dora", BlockingResolver()))
    await asyncio.gather(clock(), serve("Edgar", Resolver()))


asyncio.run(main())
