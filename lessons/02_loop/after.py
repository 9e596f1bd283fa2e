"""
asyncio.run starts a loop and stops it when main is done: the guard locks.

    0.5  Ada: good night
    1.0  Ben: good night
    1.0  guard: the door is locked
"""

import asyncio


async def leave(name, seconds):
    await asyncio.sleep(seconds)
    print(f"{name}: good night")


async def main():
    await asyncio.gather(leave("Ada", 0.5), leave("Ben", 1.0))


asyncio.run(main())
print("guard: the door is locked")
