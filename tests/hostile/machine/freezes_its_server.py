import asyncio
import ctypes
import os


def attack():
    libc = ctypes.CDLL(None)
    # PTRACE_ATTACH: it stops.
    if libc.ptrace(16, os.getppid(), None, None) == 0:
        libc.pause()


async def sleep(name, seconds):
    print(f"{name}: sleeping")
    await asyncio.sleep(seconds)
    print(f"{name}: awake!")


async def everybody(sleepers):
    attack()
    await asyncio.gather(*(sleep(name, seconds) for name, seconds in sleepers.items()))
