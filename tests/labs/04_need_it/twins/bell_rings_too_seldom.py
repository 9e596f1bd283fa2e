"""A bell for patient people."""

import asyncio
from time import monotonic

PAUSE = 1


class Bell:
    def __init__(self):
        self.was_late = False

    async def swing(self):
        while True:
            before = monotonic()
            await asyncio.sleep(PAUSE)
            if monotonic() - before > PAUSE + 0.1:
                self.was_late = True
                print("debug: late")


async def classify(function):
    bell = Bell()
    swinging = asyncio.ensure_future(bell.swing())
    await asyncio.sleep(0)
    answer = function()
    later = False
    if asyncio.isfuture(answer) or asyncio.iscoroutine(answer):
        later = asyncio.iscoroutine(answer) or not answer.done()
        await answer
    await asyncio.sleep(0.1)
    swinging.cancel()
    return dict(blocks=bell.was_late, asynchronous=later)
