"""The office works, but `weigh` and `write` are still in the old style.

A call of a `gen.coroutine` gives a Future, and `asyncio.create_task` takes coroutines only. Your
lines are in the right order because the old `write` begins in the call. Convert `weigh` and `write`
as well; then the office has to see to it that each `write` begins before its next line.
"""

from tornado import gen


@gen.coroutine
def weigh(sheets):
    yield gen.sleep(0.25)
    return 5 * sheets


@gen.coroutine
def write(clerk, sheets):
    print(f"{clerk}: begins")
    yield gen.sleep(sheets / 10)
    grams = yield weigh(sheets)
    print(f"{clerk}: {2 * grams} cents")


async def office(letters):
    at_work = []
    for clerk, sheets in letters.items():
        at_work.append(write(clerk, sheets))
        print(f"{clerk}: at work")
    await gen.multi(at_work)
    print("office: closed")
