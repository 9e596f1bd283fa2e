"""Sends couriers to doors with a limit for each trip, and may call them back to the office."""

import asyncio
import json
import sys
import time

import submission
from tornado.ioloop import IOLoop

# How long each trip of a courier takes, where nobody calls it off.
TRIPS = {"Ann": [1.6, 0.6], "Bob": [0.8], "Cid": [2.5, 1.7, 2.2]}


async def main(trips=TRIPS, limit=1.0, most=3, moments=None, closing=None):
    await asyncio.gather(*(office(name, trips, limit, most, moments, closing) for name in trips))
    # Whoever still drives, though it was called off, may arrive.
    await asyncio.sleep(max(map(max, trips.values())))


async def office(name, trips, limit, most, moments, closing):
    if moments:
        await asyncio.sleep(moments[name])
        # Where somebody held the loop, those who come meanwhile are all late, at one instant. They
        # set out one after the other, whatever the number of steps that a delivery is made of.
        for _ in range(10 * sorted(moments, key=moments.get).index(name)):
            await asyncio.sleep(0)
    van = Van(name, trips[name])
    delivery = asyncio.create_task(deliver(van, limit, most), name=name)
    if closing:
        IOLoop.current().call_later(closing[name], delivery.cancel)
    await asyncio.wait([delivery])
    print(f"{name}: {'called back' if delivery.cancelled() else in_words(delivery.result())}")


async def deliver(van, limit, most):
    return await submission.deliver(van, limit, most)


def in_words(result):
    if isinstance(result, bool):
        return "delivered" if result else "given up"
    return f"deliver returned {'None' if result is None else f'a {type(result).__name__}'}"


class Van:
    def __init__(self, name, seconds):
        self._name, self._seconds, self._trip = name, seconds, 0

    def drive(self):
        trip, seconds = self._next_trip("begins, and nobody can call it off")
        time.sleep(seconds)
        print(f"{self._name}: trip {trip} is at the door")

    async def drive_async(self):
        trip, seconds = self._next_trip("begins")
        await asyncio.sleep(seconds)
        print(f"{self._name}: trip {trip} is at the door")

    def park(self):
        print(f"{self._name}: parked after trip {self._trip}")

    def _next_trip(self, begins):
        self._trip += 1
        print(f"{self._name}: trip {self._trip} {begins}")
        return self._trip, self._seconds[min(self._trip, len(self._seconds)) - 1]


if __name__ == "__main__":
    asyncio.run(main(**json.loads(sys.argv[1] if sys.argv[1:] else "{}")))
