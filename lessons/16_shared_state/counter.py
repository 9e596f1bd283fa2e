"""
One thread, and 99 of 100 visitors are lost: each adds 1 to a number that is old by then.

    0.0  await before the addition: 100
    0.0  await in the middle of it: 1
"""

import asyncio

visitors = 0


async def count_at_once():
    global visitors
    await asyncio.sleep(0)  # gives the loop back until all others had their turn
    visitors = visitors + 1


async def count_with_a_pause():
    global visitors
    before = visitors
    await asyncio.sleep(0)  # now the others read the same number
    visitors = before + 1


async def hundred(count):
    global visitors
    visitors = 0
    await asyncio.gather(*(count() for _ in range(100)))
    return visitors


async def main():
    print("await before the addition:", await hundred(count_at_once))
    print("await in the middle of it:", await hundred(count_with_a_pause))


asyncio.run(main())
