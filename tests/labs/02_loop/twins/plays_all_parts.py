"""Twin: pairs in order of their moments, and a clock of its own."""

from tornado import gen, ioloop

moments = {}


def order(cook, seconds):
    ioloop.IOLoop.current().spawn_callback(print, f"{cook}: yes, chef!")
    moments.update({cook: seconds})


def cancel(cook):
    print("debug:", moments.pop(cook), "seconds are saved")
    print(f"{cook}: cancelled")


async def closing_time():
    clock = 0
    while moments:
        seconds, cook = sorted((seconds, cook) for cook, seconds in moments.items())[0]
        await gen.sleep(max(0, seconds - clock))
        if moments.pop(cook, None):
            clock = seconds
            print(f"{cook}: ready!")
