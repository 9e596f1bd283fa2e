"""Every line comes on time, but one coroutine mingles for everybody: it counts their seconds.

It works as long as somebody knows all the times beforehand. As soon as a guest does more than wait
(talks to another, or leaves early), it breaks down. Let each guest be a coroutine that awaits its
own `asyncio.sleep(seconds)`, and let the loop decide whose turn it is: that is what it is for.
"""

import asyncio


async def party(guests, mix):
    drinks = {}
    for name in guests:
        print(f"{name}: orders")
        drinks[name] = asyncio.create_task(mix(name))
    passed = 0
    for name in sorted(guests, key=guests.get):
        await asyncio.sleep(guests[name] - passed)
        passed = guests[name]
        print(f"{name}: back at the bar")
        if drinks[name].done():
            print(f"{name}: drinks")
        else:
            drinks[name].add_done_callback(lambda _, name=name: print(f"{name}: drinks"))
    await asyncio.gather(*drinks.values())
