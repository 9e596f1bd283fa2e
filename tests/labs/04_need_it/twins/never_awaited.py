"""Looks at what comes back, and leaves it there."""

import asyncio
from time import perf_counter


async def classify(function):
    before = perf_counter()
    answer = function()
    held = perf_counter() - before
    print("debug: the call took", held)
    kind = "plain"
    if asyncio.iscoroutine(answer):
        kind = "later"
    elif asyncio.isfuture(answer) and not answer.done():
        kind = "later"
    return dict(blocks=held > 0.1, asynchronous=kind == "later")
