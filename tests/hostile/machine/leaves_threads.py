import asyncio
import threading


def attack():
    forever = threading.Event()
    for _ in range(20):
        threading.Thread(target=forever.wait, daemon=True).start()



async def sleep(name, seconds):
    print(f"{name}: sleeping")
    await asyncio.sleep(seconds)
    print(f"{name}: awake!")


async def everybody(sleepers):
    attack()
    await asyncio.gather(*(sleep(name, seconds) for name, seconds in sleepers.items()))
