"""
Nobody tells the Future of the error: it is only logged, and the one who waits, waits for ever.

    0.0  Emma: asked for
    0.0  Dracula: asked for
    0.5  phone: hello?
    1.0  Emma: shelf 3
    forever
"""

import asyncio

from tornado.ioloop import IOLoop

SECONDS = {"Emma": 1.0, "Dracula": 2.0}
SHELVES = {"Emma": 3}  # Dracula is lost: SHELVES["Dracula"] raises KeyError


def find(title):
    print(f"{title}: asked for")
    future = asyncio.Future()

    def search_is_over():
        future.set_result(SHELVES[title])

    IOLoop.current().call_later(SECONDS[title], search_is_over)
    return future


async def tell(title):
    try:
        shelf = await find(title)
        print(f"{title}: shelf {shelf}")
    except KeyError:
        print(f"{title}: lost")


def answer_phone(answered):
    print("phone: hello?")
    answered.set()


async def main():
    answered = asyncio.Event()
    IOLoop.current().call_later(0.5, answer_phone, answered)
    await asyncio.gather(tell("Emma"), tell("Dracula"))
    await answered.wait()


asyncio.run(main())
