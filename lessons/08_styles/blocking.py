"""
find comes back when the search is over, and holds the loop all the while.

    0.0  Emma: asked for
    1.0  Emma: shelf 3
    1.0  Dracula: asked for
    3.0  Dracula: lost
    3.0  phone: hello?
"""

import asyncio
import time

from tornado.ioloop import IOLoop

SECONDS = {"Emma": 1.0, "Dracula": 2.0}
SHELVES = {"Emma": 3}  # Dracula is lost: SHELVES["Dracula"] raises KeyError


def find(title):
    print(f"{title}: asked for")
    time.sleep(SECONDS[title])
    return SHELVES[title]


def tell(title):
    try:
        shelf = find(title)
        print(f"{title}: shelf {shelf}")
    except KeyError:
        print(f"{title}: lost")


def answer_phone(answered):
    print("phone: hello?")
    answered.set()


async def main():
    answered = asyncio.Event()
    IOLoop.current().call_later(0.5, answer_phone, answered)
    tell("Emma")
    tell("Dracula")
    await answered.wait()


asyncio.run(main())
