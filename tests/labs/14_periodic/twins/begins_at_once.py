from tornado import gen
from tornado.ioloop import IOLoop

switched_off = set()
busy = {}


def every(seconds, job):
    print("debug: new", seconds)
    number = len(busy)
    busy[number] = None
    IOLoop.current().add_callback(forever, number, seconds, job)
    return number


def after(seconds, job):
    number = len(busy)
    busy[number] = None
    IOLoop.current().call_later(seconds, turn, number, job)
    return number


async def forever(number, seconds, job):
    while number not in switched_off:
        await turn(number, job)
        await gen.sleep(seconds)


async def turn(number, job):
    if number in switched_off:
        return
    busy[number] = gen.convert_yielded(job())
    await busy[number]


def cancel(ticket):
    switched_off.add(ticket)


async def stop():
    switched_off.update(busy)
    await gen.multi([future for future in busy.values() if future])
