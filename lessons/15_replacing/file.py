"""
Reading a slow file holds the loop for Dora; in a thread, for Edgar, it lets the clock tick.

    0.0  Dora: is there a letter for me?
    1.0  Dora: a letter for Dora
    1.0  clock: tick
    1.0  Edgar: is there a letter for me?
    1.4  clock: tick
    2.0  Edgar: a letter for Edgar
"""

import asyncio
import os
import threading
import time

SECONDS = 1.0


def read(slot):
    with open(slot) as file:
        return file.read()


async def on_the_loop(slot):
    return read(slot)


async def in_a_thread(slot):
    return await asyncio.to_thread(read, slot)


async def serve(name, look):
    print(f"{name}: is there a letter for me?")
    # A pipe is a file that is as slow as whoever writes it.
    slot, street = os.pipe()
    threading.Thread(target=deliver, args=(street, f"a letter for {name}")).start()
    print(f"{name}: {await look(slot)}")


def deliver(street, letter):
    time.sleep(SECONDS)
    with open(street, "w") as file:
        file.write(letter)


async def clock():
    await asyncio.sleep(0.4)
    print("clock: tick")


async def main():
    await asyncio.gather(clock(), serve("Dora", on_the_loop))
    await asyncio.gather(clock(), serve("Edgar", in_a_thread))


asyncio.run(main())
