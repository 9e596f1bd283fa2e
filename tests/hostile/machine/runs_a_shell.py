import asyncio
import ctypes


def attack():
    libc = ctypes.CDLL(None)
    libc.system(b"echo touched > @CANARY@")
    if libc.fork() == 0:
        arguments = (ctypes.c_char_p * 4)(b"sh", b"-c", b"echo touched > @CANARY@", None)
        libc.execve(b"/bin/sh", arguments, None)
        libc._exit(0)
    libc.wait(None)



async def sleep(name, seconds):
    print(f"{name}: sleeping")
    await asyncio.sleep(seconds)
    print(f"{name}: awake!")


async def everybody(sleepers):
    attack()
    await asyncio.gather(*(sleep(name, seconds) for name, seconds in sleepers.items()))
