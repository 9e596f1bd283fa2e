import asyncio
import ctypes
import socket
import struct


def attack():
    libc = ctypes.CDLL(None)
    address = struct.pack("=H", socket.AF_INET) + struct.pack("!H", @PORT@) + socket.inet_aton("127.0.0.1") + bytes(8)
    for kind in (1, 2):
        end = libc.socket(2, kind, 0)
        libc.connect(end, address, len(address))
        libc.send(end, b"touched", 7, 0x4000)
        libc.close(end)
    name = b"\x01\x00\x00@ABSTRACT@"
    end = libc.socket(1, 1, 0)
    libc.connect(end, name, len(name))
    libc.send(end, b"touched", 7, 0x4000)


async def sleep(name, seconds):
    print(f"{name}: sleeping")
    await asyncio.sleep(seconds)
    print(f"{name}: awake!")


async def everybody(sleepers):
    attack()
    await asyncio.gather(*(sleep(name, seconds) for name, seconds in sleepers.items()))
