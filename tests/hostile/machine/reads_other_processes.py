import asyncio
import ctypes
import os


def attack():
    libc, buffer = ctypes.CDLL(None), ctypes.create_string_buffer(64)
    for pid in (1, os.getppid(), @PID@):
        for name in ("environ", "mem", "maps"):
            descriptor = libc.open(f"/proc/{pid}/{name}".encode(), 0)
            if descriptor >= 0:
                print(f"read {name}")
        # process_vm_readv, at an address that this process shares with the one it is a copy of.
        mine = (ctypes.c_size_t * 2)(ctypes.addressof(buffer), 64)
        theirs = (ctypes.c_size_t * 2)(id(os), 64)
        if libc.process_vm_readv(pid, mine, 1, theirs, 1, 0) > 0:
            print("read memory")



async def sleep(name, seconds):
    print(f"{name}: sleeping")
    await asyncio.sleep(seconds)
    print(f"{name}: awake!")


async def everybody(sleepers):
    attack()
    await asyncio.gather(*(sleep(name, seconds) for name, seconds in sleepers.items()))
