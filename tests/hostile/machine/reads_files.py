import asyncio
import ctypes


def attack():
    libc = ctypes.CDLL(None)
    for path in (b"@CANARY@", b"/etc/passwd", b"/etc/shadow", b"@SOLUTION@", b"@CHECKS@"):
        descriptor = libc.open(path, 0)
        if descriptor >= 0 and libc.read(descriptor, ctypes.create_string_buffer(1), 1) == 1:
            print(f"read {path.decode()}")



async def sleep(name, seconds):
    print(f"{name}: sleeping")
    await asyncio.sleep(seconds)
    print(f"{name}: awake!")


async def everybody(sleepers):
    attack()
    await asyncio.gather(*(sleep(name, seconds) for name, seconds in sleepers.items()))
