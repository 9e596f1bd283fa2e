"""
Python code in two processes: each has an interpreter of its own, so two processors can compute.

    -  bell: ding-dong
    -  Rhea and Sol: 6,000,000 visits counted
    -  Rhea's was counted in the loop's process: False
    -  Sol's was counted in the loop's process: False
"""

import asyncio
import os
from concurrent.futures import ProcessPoolExecutor

from tornado.ioloop import IOLoop

VISITS = 3_000_000


def count(visits):
    counted = 0
    for _ in range(visits):
        counted += 1
    return counted, os.getpid()


async def ring():
    print("bell: ding-dong")


async def main():
    with ProcessPoolExecutor(2) as pool:
        rhea = IOLoop.current().run_in_executor(pool, count, VISITS)
        sol = IOLoop.current().run_in_executor(pool, count, VISITS)
        first, second, _ = await asyncio.gather(rhea, sol, ring())
    print(f"Rhea and Sol: {first[0] + second[0]:,} visits counted")
    print("Rhea's was counted in the loop's process:", first[1] == os.getpid())
    print("Sol's was counted in the loop's process:", second[1] == os.getpid())


# A process that is started anew imports this file: it must not run main as well.
if __name__ == "__main__":
    asyncio.run(main())
