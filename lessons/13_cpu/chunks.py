"""
Computing in one piece holds the loop; await asyncio.sleep(0) between pieces lets others in.

    -  Rhea: all 600,000 visits counted
    -  first bell: ding-dong
    -  second bell: ding-dong
    -  Sol: all 600,000 visits counted
"""

import asyncio

VISITS = 600_000
PIECE = 10_000


def count(begin, end):
    counted = 0
    for _ in range(begin, end):
        counted += 1
    return counted


async def at_once():
    print(f"Rhea: all {count(0, VISITS):,} visits counted")


async def in_pieces():
    counted = 0
    for begin in range(0, VISITS, PIECE):
        counted += count(begin, begin + PIECE)
        await asyncio.sleep(0)  # whoever is ready goes first
    print(f"Sol: all {counted:,} visits counted")


async def ring(which):
    print(f"{which} bell: ding-dong")


async def main():
    await asyncio.gather(at_once(), ring("first"))
    await asyncio.gather(in_pieces(), ring("second"))


asyncio.run(main())
