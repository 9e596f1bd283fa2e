import asyncio
import ctypes


def attack():
    # Past the world, where it would take time.
    libc, canary, folder = ctypes.CDLL(None), b"@CANARY@", b"@CANARY@"[: -len("/canary")]
    for path in (canary, folder + b"/made", b"/etc/looplab-made", b"/usr/looplab-made"):
        descriptor = libc.open(path, 0o1101, 0o666)
        libc.write(descriptor, b"touched", 7)
        libc.close(descriptor)
    libc.chmod(canary, 0)
    libc.mkdir(folder + b"/below", 0o777)
    libc.symlink(b"/etc/passwd", folder + b"/link")
    libc.rename(canary, folder + b"/moved")
    libc.unlink(folder + b"/moved")



async def sleep(name, seconds):
    print(f"{name}: sleeping")
    await asyncio.sleep(seconds)
    print(f"{name}: awake!")


async def everybody(sleepers):
    attack()
    await asyncio.gather(*(sleep(name, seconds) for name, seconds in sleepers.items()))
