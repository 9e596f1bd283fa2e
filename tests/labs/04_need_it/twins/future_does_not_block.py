"""Only plain functions are timed."""

import asyncio
from time import perf_counter


async def classify(function):
    facts = {"blocks": False, "asynchronous": True}
    started = perf_counter()
    answer = function()
    ended = perf_counter()
    if asyncio.iscoroutine(answer):
        await answer
        return facts
    if asyncio.isfuture(answer):
        facts["asynchronous"] = not answer.done()
        print("debug: a future, so it is free")
        await answer
        return facts
    facts["asynchronous"] = False
    facts["blocks"] = ended - started > 0.2
    return facts
