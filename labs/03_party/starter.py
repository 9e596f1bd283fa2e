"""A party: order, mingle, drink."""

import time


async def party(guests, mix):
    # TODO: while one guest mingles, nobody else can do anything, and nobody mixes. Let all of them
    # order at once, and mingle while the bar mixes.
    for name, seconds in guests.items():
        print(f"{name}: orders")
        time.sleep(seconds)
        print(f"{name}: back at the bar")
        await mix(name)
        print(f"{name}: drinks")
