"""
The room waits for each reader in turn: Wanda's slow line sets the pace of Viggo and of Ulla.

    0.0  Viggo sends 'one'
    1.0  Wanda reads 'one'
    1.0  Ulla reads 'one'
    1.3  Viggo sends 'two'
    2.3  Wanda reads 'two'
    2.3  Ulla reads 'two'
    2.6  Viggo sends 'three'
    3.6  Wanda reads 'three'
    3.6  Ulla reads 'three'
"""

import asyncio

LINES = {"Wanda": 1.0, "Ulla": 0.0}  # seconds until the line has taken a text


class Reader:
    def __init__(self, name):
        self.name = name

    async def send(self, text):
        await asyncio.sleep(LINES[self.name])
        print(f"{self.name} reads {text!r}")


async def broadcast(room, text):
    print(f"Viggo sends {text!r}")
    for reader in list(room):
        await reader.send(text)


async def main():
    room = [Reader(name) for name in LINES]
    for text in ["one", "two", "three"]:
        await broadcast(room, text)
        await asyncio.sleep(0.3)


asyncio.run(main())
