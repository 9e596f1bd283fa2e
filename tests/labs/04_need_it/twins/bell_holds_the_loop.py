"""Its own clock stops everybody."""

import asyncio
from time import monotonic, sleep


class Bell:
    late = 0.0
    ringing = True

    async def swing(self):
        while self.ringing:
            before = monotonic()
            sleep(0.1)
            self.late = max(self.late, monotonic() - before - 0.1)
            await asyncio.sleep(0)


async def classify(function):
    bell = Bell()
    swinging = asyncio.ensure_future(bell.swing())
    await asyncio.sleep(0)
    answer = function()
    later = False
    if asyncio.isfuture(answer) or asyncio.iscoroutine(answer):
        later = asyncio.iscoroutine(answer) or not answer.done()
        await answer
    swinging.cancel()
    print("debug: late by", bell.late)
    return dict(blocks=bell.late > 0.05, asynchronous=later)
