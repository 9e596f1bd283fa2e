"""
A queue for each reader, and a task that empties it: Ulla is on time, and texts pile up for Wanda.

    0.0  Viggo sends 'one'
    0.0  Ulla reads 'one'
    0.3  Viggo sends 'two'
    0.3  Ulla reads 'two'
    0.6  Viggo sends 'three'
    0.6  room: 2 texts wait for Wanda
    0.6  Ulla reads 'three'
    1.0  Wanda reads 'one'
    2.0  Wanda reads 'two'
    3.0  Wanda reads 'three'
"""

import asyncio

LINES = {"Wanda": 1.0, "Ulla": 0.0}  # seconds until the line has taken a text


class Reader:
    def __init__(self, name):
        self.name = name
        self.queue = asyncio.Queue()
        self.task = asyncio.create_task(self.deliver(), name=name)

    async def send(self, text):
        await asyncio.sleep(LINES[self.name])
        print(f"{self.name} reads {text!r}")

    async def deliver(self):
        while True:
            await self.send(await self.queue.get())
            self.queue.task_done()


async def broadcast(room, text):
    print(f"Viggo sends {text!r}")
    for reader in list(room):
        reader.queue.put_nowait(text)
        if reader.queue.qsize() > 1:
            print(f"room: {reader.queue.qsize()} texts wait for {reader.name}")


async def main():
    room = [Reader(name) for name in LINES]
    for text in ["one", "two", "three"]:
        await broadcast(room, text)
        await asyncio.sleep(0.3)
    for reader in room:
        await reader.queue.join()


asyncio.run(main())
