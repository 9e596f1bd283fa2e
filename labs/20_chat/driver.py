"""Chat rooms for an evening: readers who join and leave, each with a line of its own, and texts."""

import asyncio
import inspect
import json
import sys
import time

import submission

# Who joins when, how long a text takes on the line, and when the reader leaves, if ever; by room.
READERS = [[["Ulla", 0.0, 0.1, None], ["Wanda", 0.1, 2.0, None], ["Xaver", 1.2, 0.25, 1.8]]]
TEXTS = [[[0.3, "hello"], [0.6, "nice?"], [1.6, "bye"]]]


class Reader:
    """What the room is given for each reader."""

    def __init__(self, name, seconds):
        self._name = name
        self._seconds = seconds
        self._busy = False
        self._gone = False

    def send(self, text):
        self._begin(text)
        time.sleep(self._seconds)
        self._end(text)

    async def send_async(self, text):
        self._begin(text)
        try:
            await asyncio.sleep(self._seconds)
        except asyncio.CancelledError:
            self._busy = False
            raise
        self._end(text)

    def hang_up(self):
        self._gone = True
        print(f"{self._name}: let go")

    def _begin(self, text):
        if self._gone:
            print(f"{self._name}: {text!r} is sent to nobody")
        if self._busy:
            print(f"{self._name}: {text!r} before the last one is through")
        self._busy = True

    def _end(self, text):
        self._busy = False
        if not self._gone:
            print(f"{self._name}: reads {text!r}")


async def main(readers=READERS, texts=TEXTS, history=2, waiting=2, until=6.0):
    started = []
    for people, lines in zip(readers, texts, strict=True):
        room = submission.Room(history, waiting)
        started += [start(visit(room, *each), each[0]) for each in people]
        started += [start(say(room, *each), each[1]) for each in lines]
    await asyncio.sleep(until)
    del started


def start(coroutine, name):
    return asyncio.create_task(coroutine, name=name)


async def visit(room, name, moment, seconds, leaves):
    reader = Reader(name, seconds)
    await asyncio.sleep(moment)
    print(f"{name}: joins")
    await done(room.join, reader, who=name)
    if leaves is not None:
        await asyncio.sleep(leaves - moment)
        print(f"{name}: leaves")
        await done(room.leave, reader, who=name)
        reader._gone = True


async def say(room, moment, text):
    await asyncio.sleep(moment)
    print(f"room: {text!r} comes in")
    await done(room.say, text, who="room")
    print(f"room: {text!r} is dealt with")


async def done(function, argument, who):
    """Call it, and await what comes back if it can be awaited; tell of an error."""
    try:
        result = function(argument)
        if inspect.isawaitable(result):
            await result
    except Exception as error:
        print(f"{who}: {type(error).__name__}")


if __name__ == "__main__":
    asyncio.run(main(**json.loads(sys.argv[1] if sys.argv[1:] else "{}")))
