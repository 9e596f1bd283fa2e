"""
Does it return before it is finished? Can others run meanwhile? Two questions, four kinds.

    0.0  look_at_the_calendar is finished
    1.0  walk_to_the_archive is finished
    1.0  order_tea is back, not finished
    1.0  Quentin rings
    1.6  Quentin rings
    2.0  order_tea is finished
    3.0  phone_for_a_taxi is back, not finished
    3.0  Quentin rings
    3.6  Quentin rings
    4.0  phone_for_a_taxi is finished
"""

import asyncio
import time

from tornado import gen


def look_at_the_calendar():
    return "Monday"


def walk_to_the_archive():
    time.sleep(1)


def order_tea():
    return gen.sleep(1)  # a Future, done in a second


def phone_for_a_taxi():
    time.sleep(1)  # looks up the number in a thick book
    return gen.sleep(1)


async def ring():
    while True:
        await asyncio.sleep(0.6)
        print("Quentin rings")


async def main():
    bell = asyncio.create_task(ring())
    await asyncio.sleep(0)  # Quentin begins first.
    for function in (look_at_the_calendar, walk_to_the_archive, order_tea, phone_for_a_taxi):
        result = function()
        if isinstance(result, asyncio.Future):
            print(f"{function.__name__} is back, not finished")
            await result
        print(f"{function.__name__} is finished")
    bell.cancel()


asyncio.run(main())
