"""Sends diggers into their shafts, and listens in the office to what is told of them."""

import asyncio
import json
import sys
import threading
import time

import submission
from tornado.ioloop import IOLoop

# How long each metre of a shaft takes, and the tons of coal at its end: None, where it caves in.
SHAFTS = {
    "Ann": {"metres": [0.5, 0.8], "coal": 7},
    "Bob": {"metres": [0.7, 0.4], "coal": None},
    "Cid": {"metres": [1.6], "coal": 4},
}
FLICKERS = [0.35, 1.45]


class CaveIn(Exception):
    pass


async def main(shafts=SHAFTS, moments=None, flickers=FLICKERS):
    for moment in flickers:
        IOLoop.current().call_later(moment, print, "lamp: flickers")
    moments = moments or dict.fromkeys(shafts, 0.0)
    await asyncio.gather(*(send(name, moments[name], **shafts[name]) for name in shafts))
    # Whoever still has something to tell may do so.
    await asyncio.sleep(max(flickers) + max(sum(s["metres"]) for s in shafts.values()))


async def send(name, moment, metres, coal):
    if moment:
        await asyncio.sleep(moment)
    office = threading.get_ident()

    def tell(metre):
        where = "" if threading.get_ident() == office else ", told in another thread"
        print(f"office: {name} is at {metre} m{where}")

    try:
        brought = await submission.work(Shaft(name, metres, coal, office), tell)
        print(f"office: {name} brings {in_words(brought)}")
    except Exception as error:
        print(f"office: {name} brings {error!r}")


def in_words(brought):
    return f"{brought} t" if type(brought) is int else f"a {type(brought).__name__}"


class Shaft:
    def __init__(self, name, metres, coal, office):
        self._name, self._metres, self._coal, self._office = name, metres, coal, office

    def dig(self, report):
        if threading.get_ident() == self._office:
            print(f"{self._name}: digs on the loop's thread")
        for metre, seconds in enumerate(self._metres, 1):
            time.sleep(seconds)
            print(f"{self._name}: metre {metre}")
            report(metre)
        time.sleep(0.3)
        if self._coal is None:
            raise CaveIn(self._name)
        return self._coal


if __name__ == "__main__":
    asyncio.run(main(**json.loads(sys.argv[1] if sys.argv[1:] else "{}")))
