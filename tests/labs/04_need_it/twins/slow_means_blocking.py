"""A stopwatch around everything."""

import asyncio

from tornado import gen


@gen.coroutine
def classify(function):
    clock = asyncio.get_running_loop().time
    start = clock()
    answer, later = function(), False
    if asyncio.isfuture(answer):
        later = not answer.done()
        yield answer
    elif asyncio.iscoroutine(answer):
        later = True
        yield answer
    took = clock() - start
    print("debug: took", round(took, 3))
    raise gen.Return({"blocks": took >= 0.15, "asynchronous": later})
