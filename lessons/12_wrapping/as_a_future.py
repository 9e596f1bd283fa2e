"""
What is passed to callback becomes the value of the Future, and is there before the await.

    0.0  Yuki: what is neko?
    1.3  Yuki: cat
    1.3  kettle: boils
    1.3  Abel: what is buna?
    2.0  Abel: coffee
"""

import asyncio
import time

from tornado.ioloop import IOLoop

ENGLISH = {"neko": "cat", "buna": "coffee"}
SECONDS = {"neko": 1.3, "buna": 0.7}


def translate(word, callback):
    time.sleep(SECONDS[word])  # a callback argument, and it blocks all the same
    callback(ENGLISH[word])


def go(function, *args):
    # This is what gen.Task did: it made a Future, and called the function at once.
    future = asyncio.Future()
    function(*args, callback=future.set_result)
    return future


async def ask(name, moment, word):
    await asyncio.sleep(moment)
    print(f"{name}: what is {word}?")
    english = await go(translate, word)
    print(f"{name}: {english}")


def boil():
    print("kettle: boils")


async def main():
    IOLoop.current().call_later(0.6, boil)
    await asyncio.gather(ask("Yuki", 0.0, "neko"), ask("Abel", 0.3, "buna"))


asyncio.run(main())
