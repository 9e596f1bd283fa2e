"""
A thread may be interrupted between any two steps, so a load is lost; the office loses none.

    0.9  Silas: the cart has 1 load
    0.9  office: 1 counted, by Silas
    1.2  Thora: the cart has 1 load
    1.2  office: 2 counted, by Thora
"""

import asyncio
import threading
import time

from tornado.ioloop import IOLoop

cart = {"loads": 0}  # the threads change it themselves
book = []  # only the loop's thread changes it


def load(name, begins, report):
    time.sleep(begins)
    loads = cart["loads"]
    # Shovelling. Nothing here says so, but the other thread runs meanwhile, as it may anywhere.
    time.sleep(0.6)
    cart["loads"] = loads + 1
    print(f"{name}: the cart has {cart['loads']} load")
    report(name)


def count(name, done):
    book.append(name)
    print(f"office: {len(book)} counted, by {name}")
    done.set()


async def main():
    office = IOLoop.current()
    silas, thora = asyncio.Event(), asyncio.Event()

    def report(name):
        office.add_callback(count, name, {"Silas": silas, "Thora": thora}[name])

    threading.Thread(target=load, args=("Silas", 0.3, report), name="Silas").start()
    threading.Thread(target=load, args=("Thora", 0.6, report), name="Thora").start()
    await silas.wait()
    await thora.wait()


asyncio.run(main())
