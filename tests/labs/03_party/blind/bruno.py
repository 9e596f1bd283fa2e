"""A party: order, mingle, drink."""

import asyncio


async def guest(name, seconds, mix):
    print(f"{name}: orders")
    # mingle and mix at the same time
    await asyncio.gather(asyncio.sleep(seconds), mix(name))
    print(f"{name}: back at the bar")
    print(f"{name}: drinks")


async def party(guests, mix):
    await asyncio.gather(*[guest(n, s, mix) for n, s in guests.items()])
