"""
Task(my_function) is not how Go works: the loop calls it later, and is held then.

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


def translate(word):
    time.sleep(SECONDS[word])  # it can only block, and it is not ours to change
    return ENGLISH[word]


def go(function, *args):
    async def call():
        return function(*args)

    return asyncio.create_task(call())


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
