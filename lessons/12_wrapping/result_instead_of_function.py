"""
The executor gets a word instead of a function: the loop was held, and then it fails.

    0.0  Yuki: what is neko?
    1.3  kettle: boils
    1.3  Yuki: 'str' object is not callable
    1.6  Abel: what is buna?
    2.3  Abel: 'str' object is not callable
"""

import asyncio
import time

from tornado.ioloop import IOLoop

ENGLISH = {"neko": "cat", "buna": "coffee"}
SECONDS = {"neko": 1.3, "buna": 0.7}


def translate(word):
    time.sleep(SECONDS[word])  # it can only block, and it is not ours to change
    return ENGLISH[word]


async def go(function, *args):
    return await IOLoop.current().run_in_executor(None, function(*args))


async def ask(name, moment, word):
    await asyncio.sleep(moment)
    print(f"{name}: what is {word}?")
    try:
        english = await go(translate, word)
        print(f"{name}: {english}")
    except TypeError as error:
        print(f"{name}: {error}")


def boil():
    print("kettle: boils")


async def main():
    IOLoop.current().call_later(0.6, boil)
    await asyncio.gather(ask("Yuki", 0.0, "neko"), ask("Abel", 1.6, "buna"))


asyncio.run(main())
