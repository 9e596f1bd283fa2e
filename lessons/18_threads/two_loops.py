"""
The office has a loop of its own, in a thread: the drill that holds the mine's does not hold it.

    0.3  office: the lamp flickers
    0.9  mine: the lamp flickers
    1.3  mine: sends word
    1.3  office: hears it on its own loop: True
"""

import asyncio
import threading
import time

from tornado.ioloop import IOLoop


def flicker(where):
    print(f"{where}: the lamp flickers")


def run_office(office):
    office.call_later(0.3, flicker, "office")
    office.start()


def hear(office):
    print(f"office: hears it on its own loop: {IOLoop.current() is office}")
    office.stop()


async def main():
    office = IOLoop(make_current=False)
    thread = threading.Thread(target=run_office, args=(office,), name="office")
    thread.start()
    IOLoop.current().call_later(0.4, flicker, "mine")
    time.sleep(0.9)  # the drill: whoever is on the mine's loop has to wait
    await asyncio.sleep(0.4)
    print("mine: sends word")
    # From one loop to another there is no other way than from any thread to a loop.
    office.add_callback(hear, office)
    await asyncio.to_thread(thread.join)
    office.close()


asyncio.run(main())
