import asyncio
import ctypes
import os


def attack():
    libc = ctypes.CDLL(None)
    done = 0
    for number in (2, 10, 15, 9):
        done += libc.kill(os.getppid(), number) == 0
        libc.kill(@PID@, number)
    if done == 4 and os.getppid() != 1:
        # It takes a moment until a process is gone.
        libc.sleep(20)


async def sleep(name, seconds):
    print(f"{name}: sleeping")
    await asyncio.sleep(seconds)
    print(f"{name}: awake!")


async def everybody(sleepers):
    attack()
    await asyncio.gather(*(sleep(name, seconds) for name, seconds in sleepers.items()))
