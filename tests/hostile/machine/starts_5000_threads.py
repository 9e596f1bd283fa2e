import asyncio
import threading


def attack():
    forever = threading.Event()
    try:
        for _ in range(5000):
            threading.Thread(target=forever.wait, args=(1,), daemon=True).start()
    except RuntimeError:
        pass


async def sleep(name, seconds):
    print(f"{name}: sleeping")
    await asyncio.sleep(seconds)
    print(f"{name}: awake!")


async def everybody(sleepers):
    # Not on the loop, which it would hold for longer than a check allows where a machine is slow.
    await asyncio.to_thread(attack)
    await asyncio.gather(*(sleep(name, seconds) for name, seconds in sleepers.items()))
