"""Nothing begins at all: with a `yield` in it, an `async def` is no coroutine.

Python takes it for an async generator, which is something to loop over with `async for`. A call
runs none of it, and nobody can await it. Write `await` wherever there was a `yield`, in all three
functions, and `return` where there was a `raise gen.Return`.
"""

from tornado import gen


async def weigh(sheets):
    yield gen.sleep(0.25)
    raise gen.Return(5 * sheets)


async def write(clerk, sheets):
    print(f"{clerk}: begins")
    yield gen.sleep(sheets / 10)
    grams = yield weigh(sheets)
    print(f"{clerk}: {2 * grams} cents")


async def office(letters):
    at_work = []
    for clerk, sheets in letters.items():
        at_work.append(write(clerk, sheets))
        print(f"{clerk}: at work")
    yield at_work
    print("office: closed")
