"""
A slow query holds the loop for Dora; in a thread, for Edgar, it lets the clock tick.

    0.0  Dora: where is my parcel?
    1.0  Dora: on shelf 3
    1.0  clock: tick
    1.0  Edgar: where is my parcel?
    1.4  clock: tick
    2.0  Edgar: on shelf 8
"""

import asyncio
import sqlite3
import time

SECONDS = 1.0


def query(name):
    books = sqlite3.connect(":memory:")
    books.create_function("search", 1, search)
    [(shelf,)] = books.execute("SELECT search(?)", [name])
    books.close()
    return shelf


def search(name):  # the database calls this for search(...), and has much to look through
    time.sleep(SECONDS)
    return {"Dora": 3, "Edgar": 8}[name]


async def on_the_loop(name):
    return query(name)


async def in_a_thread(name):
    return await asyncio.to_thread(query, name)


async def serve(name, ask):
    print(f"{name}: where is my parcel?")
    print(f"{name}: on shelf {await ask(name)}")


async def clock():
    await asyncio.sleep(0.4)
    print("clock: tick")


async def main():
    await asyncio.gather(clock(), serve("Dora", on_the_loop))
    await asyncio.gather(clock(), serve("Edgar", in_a_thread))


asyncio.run(main())
