"""
One text may wait for each reader: when Wanda's queue is full, the room lets Wanda go.

    0.0  Viggo sends 'one'
    0.0  Ulla reads 'one'
    0.3  Viggo sends 'two'
    0.3  Ulla reads 'two'
    0.6  Viggo sends 'three'
    0.6  room: Wanda is too slow
    0.6  Ulla reads 'three'
    1.0  Wanda reads 'one'
    2.0  Wanda reads 'two'
"""

import asyncio

LINES = {"Wanda": 1.0, "Ulla": 0.0}  # seconds until the line has taken a text


class Reader:
    def __init__(self, name):
        self.name = name
        self.queue = asyncio.Queue(maxsize=1)
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
    for reader in list(room):  # a copy: without it the next one would be left out
        try:
            reader.queue.put_nowait(text)
        except asyncio.QueueFull:
            print(f"room: {reader.name} is too slow")
            room.remove(reader)


async def main():
    readers = [Reader(name) for name in LINES]
    room = list(readers)
    for text in ["one", "two", "three"]:
        await broadcast(room, text)
        await asyncio.sleep(0.3)
    for reader in readers:
        await reader.queue.join()


asyncio.run(main())
