"""
find comes back at once, and gives the result or the error to a function that you pass.

    0.0  Emma: asked for
    0.0  Dracula: asked for
    0.5  phone: hello?
    1.0  Emma: shelf 3
    2.0  Dracula: lost
"""

import asyncio

from tornado.ioloop import IOLoop

SECONDS = {"Emma": 1.0, "Dracula": 2.0}
SHELVES = {"Emma": 3}  # Dracula is lost: SHELVES["Dracula"] raises KeyError


def find(title, callback):
    print(f"{title}: asked for")

    def search_is_over():
        try:
            shelf = SHELVES[title]
        except KeyError as error:
            callback(None, error)
        else:
            callback(shelf, None)

    IOLoop.current().call_later(SECONDS[title], search_is_over)


def tell(title, told):
    def on_found(shelf, error):
        print(f"{title}: lost" if error else f"{title}: shelf {shelf}")
        told.set()

    find(title, on_found)


def answer_phone(answered):
    print("phone: hello?")
    answered.set()


async def main():
    answered, emma, dracula = asyncio.Event(), asyncio.Event(), asyncio.Event()
    IOLoop.current().call_later(0.5, answer_phone, answered)
    tell("Emma", emma)
    tell("Dracula", dracula)
    for event in (answered, emma, dracula):
        await event.wait()


asyncio.run(main())
