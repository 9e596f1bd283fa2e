"""
Calling mix only builds a coroutine: the bar begins when somebody awaits it, after the dance.

    0.0  Nora: orders, and dances
    0.0  Otto: orders, and dances
    0.6  Nora: back at the bar
    0.6  bar: mixes for Nora
    1.6  bar: ready for Nora
    1.6  Nora: drinks
    2.0  Otto: back at the bar
    2.0  bar: mixes for Otto
    3.5  bar: ready for Otto
    3.5  Otto: drinks
"""

import asyncio

MIXING = {"Nora": 1.0, "Otto": 1.5}
DANCING = {"Nora": 0.6, "Otto": 2.0}


async def mix(name):
    print(f"bar: mixes for {name}")
    await asyncio.sleep(MIXING[name])
    print(f"bar: ready for {name}")


async def visit_bar(name):
    drink = mix(name)
    print(f"{name}: orders, and dances")
    await asyncio.sleep(DANCING[name])
    print(f"{name}: back at the bar")
    await drink
    print(f"{name}: drinks")


async def main():
    await asyncio.gather(visit_bar("Nora"), visit_bar("Otto"))


asyncio.run(main())
