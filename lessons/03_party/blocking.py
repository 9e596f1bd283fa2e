"""
time.sleep holds the loop, in an async def as well: Otto cannot order, the host cannot speak.

    0.0  Nora: orders
    1.0  Nora: drinks
    1.0  Otto: orders
    2.5  Otto: drinks
    2.5  host: Nora, meet Otto
"""

import asyncio
import time

from tornado.ioloop import IOLoop

MIXING = {"Nora": 1.0, "Otto": 1.5}


async def visit_bar(name):
    print(f"{name}: orders")
    time.sleep(MIXING[name])
    print(f"{name}: drinks")


def introduce(met):
    print("host: Nora, meet Otto")
    met.set()


async def main():
    met = asyncio.Event()
    IOLoop.current().call_later(0.5, introduce, met)
    await asyncio.gather(visit_bar("Nora"), visit_bar("Otto"))
    await met.wait()


asyncio.run(main())
