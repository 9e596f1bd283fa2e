"""
main waits for Ada alone: asyncio.run cancels Ben without a word, and the guard locks him in.

    0.5  Ada: good night
    0.5  guard: the door is locked
"""

import asyncio

from tornado.ioloop import IOLoop


async def leave(name, seconds):
    await asyncio.sleep(seconds)
    print(f"{name}: good night")


async def main():
    # spawn_callback starts Ben, and returns nothing.
    IOLoop.current().spawn_callback(leave, "Ben", 1.0)
    await leave("Ada", 0.5)


asyncio.run(main())
print("guard: the door is locked")
