"""
Python code in two threads: the loop gets its turns, but only one thread computes at any moment.

    -  bell: ding-dong
    -  Rhea and Sol: 6,000,000 visits counted
    -  processors at work at a time: one at most
"""

import asyncio
import time

VISITS = 3_000_000


def count(visits):
    counted = 0
    for _ in range(visits):
        counted += 1
    return counted


async def ring():
    print("bell: ding-dong")


def real_seconds():
    return time.clock_gettime(time.CLOCK_MONOTONIC)  # of the real clock, in a world too


async def main():
    began, used = real_seconds(), time.process_time()
    rhea = asyncio.to_thread(count, VISITS)
    sol = asyncio.to_thread(count, VISITS)
    first, second, _ = await asyncio.gather(rhea, sol, ring())
    print(f"Rhea and Sol: {first + second:,} visits counted")
    # Two processors at work for a second use two seconds of a processor's time.
    at_work = (time.process_time() - used) / (real_seconds() - began)
    print("processors at work at a time:", "one at most" if at_work < 1.2 else "more than one")


asyncio.run(main())
