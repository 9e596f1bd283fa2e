from tornado import gen
from tornado.ioloop import IOLoop
from tornado.locks import Condition


async def weigh(sheets):
    await gen.sleep(0.25)
    return 5 * sheets


async def write(clerk, sheets):
    print(f"{clerk}: begins")
    await gen.sleep(sheets / 10)
    print(f"{clerk}: {await weigh(sheets) * 2} cents")


async def office(letters):
    busy = len(letters)
    done = Condition()

    async def clerk_and_broom(clerk, sheets):
        nonlocal busy
        await write(clerk, sheets)
        busy -= 1
        done.notify()

    for clerk, sheets in letters.items():
        IOLoop.current().add_callback(clerk_and_broom, clerk, sheets)
        await gen.sleep(0)
        print(f"{clerk}: at work")
    while busy:
        await done.wait()
    print("office: closed")
