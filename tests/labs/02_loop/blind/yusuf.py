"""Kitchen exercise, Yusuf K."""

import asyncio
from tornado.ioloop import IOLoop

# for every cook who is at work: (timer, future that is resolved when he stops)
pots = {}


def order(cook, seconds):
    loop = IOLoop.current()

    def yes():
        print(f"{cook}: yes, chef!")

    def ready():
        _, plate = pots.pop(cook)
        print(f"{cook}: ready!")
        plate.set_result("eaten")

    loop.add_callback(yes)
    timer = loop.call_later(seconds, ready)
    pots[cook] = (timer, asyncio.Future())


def cancel(cook):
    timer, plate = pots.pop(cook)
    IOLoop.current().remove_timeout(timer)
    print(f"{cook}: cancelled")
    plate.set_result("thrown away")


async def closing_time():
    # wait for any one of them. when he stops, either there is another one or we're finished
    while pots:
        timer, plate = next(iter(pots.values()))
        await plate
    # print("DEBUG closing", pots)
