"""A post office that still works in the old style."""

from tornado import gen

# TODO: make native coroutines of all three: async def, no gen.coroutine, no gen.Return. The office
# must still print the same lines in the same order.


@gen.coroutine
def weigh(sheets):
    yield gen.sleep(0.25)
    raise gen.Return(5 * sheets)


@gen.coroutine
def write(clerk, sheets):
    print(f"{clerk}: begins")
    yield gen.sleep(sheets / 10)
    grams = yield weigh(sheets)
    print(f"{clerk}: {2 * grams} cents")


@gen.coroutine
def office(letters):
    at_work = []
    for clerk, sheets in letters.items():
        at_work.append(write(clerk, sheets))
        print(f"{clerk}: at work")
    yield at_work
    print("office: closed")
