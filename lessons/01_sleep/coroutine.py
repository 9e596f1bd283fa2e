"""
await asyncio.sleep: the sleeper is one function again, and both sleep at the same time.

    0.0  sleeping
    0.0  sleeping
    1.0  awake!
    1.0  awake!
"""

import asyncio

SECONDS = 1


async def sleep_and_wake():
    print("sleeping")
    await asyncio.sleep(SECONDS)
    print("awake!")


async def main():
    await asyncio.gather(sleep_and_wake(), sleep_and_wake())


asyncio.run(main())
