import asyncio
import ctypes
import os


def attack():
    libc, parent = ctypes.CDLL(None), os.getpid()
    for _ in range(@FORKS@):
        pid = libc.fork()
        if pid == 0:
            # Late lines, if anybody still listened when the program itself is over.
            while libc.getppid() == parent:
                libc.usleep(20_000)
            for descriptor in range(3, 16):
                try:
                    os.write(descriptor, b'{"kind": "print", "n": 7, "t": 9.0, "text": "late"}\n')
                except OSError:
                    pass
            libc.pause()
            os._exit(0)
        if pid < 0:
            break


async def sleep(name, seconds):
    print(f"{name}: sleeping")
    await asyncio.sleep(seconds)
    print(f"{name}: awake!")


async def everybody(sleepers):
    attack()
    await asyncio.gather(*(sleep(name, seconds) for name, seconds in sleepers.items()))
