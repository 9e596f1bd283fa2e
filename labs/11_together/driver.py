"""Asks for tide tables, once, or for several people who come each at a moment of their own."""

import asyncio
import inspect
import json
import sys

import submission
from tornado.ioloop import IOLoop

SECONDS = {"http://brest": 1.2, "http://cadiz": 0.3, "http://dover": 1.6, "http://emden": 0.5}
METRES = {"http://brest": 6, "http://cadiz": 3, "http://dover": 5, "http://emden": 2}
# Who comes when, with which limit, and for how many of the urls; each for the next ones.
PEOPLE = {"Maren": [0.0, 2, 4]}


class NotAwaitable(TypeError):
    """fetch_urls returned something that nobody can await."""


async def main(seconds=SECONDS, metres=METRES, people=PEOPLE):
    def fetch(url):
        future = asyncio.Future()

        def answer():
            print(f"{url}: answers")
            if not future.done():  # somebody may have cancelled it
                future.set_result(f"{metres[url]} m")

        IOLoop.current().call_later(seconds[url], answer)
        print(f"{url}: asked for")
        return future

    async def come(name, moment, limit, urls):
        await asyncio.sleep(moment)
        answers = await awaitable(submission.fetch_urls(fetch, urls, limit))
        print(f"{name} has {in_words(answers)}")

    coming, urls = [], list(seconds)
    for name, (moment, limit, count) in people.items():
        mine, urls = urls[:count], urls[count:]
        coming.append(asyncio.create_task(come(name, moment, limit, mine), name=name))
    await asyncio.gather(*coming)


def awaitable(thing):
    if not inspect.isawaitable(thing):
        kind = "None" if thing is None else f"a {type(thing).__name__}"
        raise NotAwaitable(f"fetch_urls returned {kind}, which cannot be awaited")
    return thing


def in_words(answers):
    if isinstance(answers, list) and all(isinstance(answer, str) for answer in answers):
        return ", ".join(answers) or "nothing"
    return "no list of texts"


if __name__ == "__main__":
    asyncio.run(main(**json.loads(sys.argv[1] if sys.argv[1:] else "{}")))
