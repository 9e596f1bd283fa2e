"""A party: order, mingle, drink."""

import asyncio

DEBUG = True


async def guest(name, seconds, mix):
    print(f"{name}: orders")
    cocktail = asyncio.create_task(mix(name))
    await asyncio.sleep(seconds)
    print(f"{name}: is back at the bar")
    if DEBUG and not cocktail.done():
        print(f"{name}: waits")
    await cocktail
    print(f"{name}: drinks")


async def party(guests, mix):
    await asyncio.gather(*(guest(name, guests[name], mix) for name in guests))
