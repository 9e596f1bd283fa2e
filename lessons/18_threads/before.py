"""
Two threads report to the office, and nobody wakes the loop: it hears of it late, or never.

    0.4  Silas: found coal
    1.0  lamp: flickers
    1.0  office: Silas has reported
    1.6  Thora: found coal
    forever
"""

import asyncio
import threading
import time

from tornado.ioloop import IOLoop


def dig(name, seconds, report):
    # Runs in a thread of its own: this sleep holds no loop.
    time.sleep(seconds)
    print(f"{name}: found coal")
    report(name)


def flicker():
    print("lamp: flickers")


async def main():
    office, loop = IOLoop.current(), asyncio.get_running_loop()
    silas, thora = loop.create_future(), loop.create_future()

    def report_silas(name):
        loop.call_soon(silas.set_result, name)

    def report_thora(name):
        thora.set_result(name)

    office.call_later(1.0, flicker)
    threading.Thread(target=dig, args=("Silas", 0.4, report_silas), name="Silas").start()
    threading.Thread(target=dig, args=("Thora", 1.6, report_thora), name="Thora").start()
    print(f"office: {await silas} has reported")
    print(f"office: {await thora} has reported")


asyncio.run(main())
