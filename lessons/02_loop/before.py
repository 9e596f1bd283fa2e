"""
start() runs until somebody calls stop(): nobody does, and the guard never gets to lock.

    0.5  Ada: good night
    1.0  Ben: good night
    forever
"""

import asyncio

from tornado.ioloop import IOLoop


async def leave(name, seconds):
    await asyncio.sleep(seconds)
    print(f"{name}: good night")


async def main():
    await asyncio.gather(leave("Ada", 0.5), leave("Ben", 1.0))


# From Python 3.12 on, a plain IOLoop() warns that there is no current event loop.
loop = IOLoop(make_current=False)
loop.add_callback(main)
loop.start()
print("guard: the door is locked")
