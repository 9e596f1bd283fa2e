"""Has functions of many kinds classified, each at its moment, and reads aloud what was found."""

import asyncio
import json
import sys
import time

import submission
from tornado import gen
from tornado.ioloop import IOLoop

FUNCTIONS = {
    "Rosa": ["blocking", 0.5],
    "Ben": ["timer", 0.6],
    "Cleo": ["blocking_coroutine", 0.4],
    "Dev": ["quick", 0.0],
}

# So long after the call of classify its facts are read.
READ_AFTER = 3.0
# Every function blocks a little.
LITTLE = 0.03


async def main(functions=FUNCTIONS, moments=None):
    jobs = [Job(name, kind, seconds) for name, (kind, seconds) in functions.items()]
    if moments is None:
        for job in jobs:
            await read(job)
    else:
        await asyncio.gather(*(read(job, moments[job.name]) for job in jobs))


async def read(job, moment=0.0):
    await asyncio.sleep(moment)
    reading = asyncio.create_task(asyncio.sleep(READ_AFTER))
    await asyncio.sleep(0)
    task = asyncio.create_task(classify(job.function), name=job.name)
    await reading
    if not task.done():
        print(f"{job.name}: not classified yet")
    else:
        tell(job.name, task.result())
    if job.calls > 1:
        print(f"{job.name}: called {job.calls} times")
    elif job.calls == 0:
        print(f"{job.name}: never begun")
    elif not job.finished:
        print(f"{job.name}: never finished")


async def classify(function):
    return await submission.classify(function)


def tell(name, facts):
    if not isinstance(facts, dict):
        print(f"{name}: classify returned {kind_of(facts)}")
        return
    for fact, words in (
        ("blocks", ("does not block", "blocks")),
        ("asynchronous", ("synchronous", "asynchronous")),
    ):
        found = facts.get(fact)
        if isinstance(found, bool):
            print(f"{name}: {words[found]}")
        else:
            print(f"{name}: {fact} is {kind_of(found)}, not True or False")


def kind_of(thing):
    return "None" if thing is None else f"a {type(thing).__name__}"


class Job:
    def __init__(self, name, kind, seconds):
        self.name, self.calls, self.finished = name, 0, False
        self.function = KINDS[kind](self, seconds)
        self.function.__name__ = name

    def begin(self):
        self.calls += 1

    def end(self):
        self.finished = True
        return f"what {self.name} does"


def quick(job, seconds):
    def function():
        job.begin()
        return job.end()

    return function


def little(job, seconds):
    def function():
        job.begin()
        time.sleep(LITTLE)
        return job.end()

    return function


def blocking(job, seconds):
    def function():
        job.begin()
        time.sleep(seconds)
        return job.end()

    return function


def done_future(job, seconds):
    def function():
        job.begin()
        future = asyncio.Future()
        future.set_result(job.end())
        return future

    return function


def blocking_future(job, seconds):
    def function():
        job.begin()
        future = asyncio.Future()
        time.sleep(seconds)
        future.set_result(job.end())
        return future

    return function


def blocking_generator(job, seconds):
    @gen.coroutine
    def function():
        job.begin()
        time.sleep(seconds)
        return job.end()

    return function


def timer(job, seconds):
    def function():
        job.begin()
        future = asyncio.Future()
        IOLoop.current().call_later(seconds, lambda: future.set_result(job.end()))
        return future

    return function


def coroutine(job, seconds):
    async def function():
        job.begin()
        await asyncio.sleep(seconds)
        return job.end()

    return function


def generator(job, seconds):
    @gen.coroutine
    def function():
        job.begin()
        yield gen.sleep(seconds)
        return job.end()

    return function


def pieces(job, seconds):
    async def function():
        job.begin()
        for _ in range(30):
            time.sleep(LITTLE)
            await asyncio.sleep(0)
        return job.end()

    return function


def blocking_coroutine(job, seconds):
    async def function():
        job.begin()
        time.sleep(seconds)
        return job.end()

    return function


def blocks_first(job, seconds):
    def function():
        job.begin()
        time.sleep(seconds)
        future = asyncio.Future()
        IOLoop.current().call_later(seconds, lambda: future.set_result(job.end()))
        return future

    return function


def blocks_between(job, seconds):
    async def function():
        job.begin()
        await asyncio.sleep(seconds / 4)
        time.sleep(seconds)
        await asyncio.sleep(seconds / 4)
        return job.end()

    return function


def blocks_last(job, seconds):
    def function():
        job.begin()
        future = asyncio.Future()
        IOLoop.current().call_later(seconds / 4, last, future)
        return future

    def last(future):
        # So long that even a bell that rings once a second is late.
        time.sleep(1.0 + seconds / 4)
        future.set_result(job.end())

    return function


KINDS = {
    builder.__name__: builder
    for builder in (
        quick,
        little,
        blocking,
        done_future,
        blocking_future,
        blocking_generator,
        timer,
        coroutine,
        generator,
        pieces,
        blocking_coroutine,
        blocks_first,
        blocks_between,
        blocks_last,
    )
}


if __name__ == "__main__":
    asyncio.run(main(**json.loads(sys.argv[1] if sys.argv[1:] else "{}")))
