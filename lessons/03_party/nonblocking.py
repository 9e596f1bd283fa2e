"""
await gives the loop back while the bar mixes: Otto orders, and the host finds them mingling.

    0.0  Nora: orders
    0.0  Otto: orders
    0.5  host: Nora, meet Otto
    1.0  Nora: drinks
    1.5  Otto: drinks
"""

import asyncio

from tornado.ioloop import IOLoop

MIXING = {"Nora": 1.0, "Otto": 1.5}


async def visit_bar(name):
    print(f"{name}: orders")
    await asyncio.sleep(MIXING[name])
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
