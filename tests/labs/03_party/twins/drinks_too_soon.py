from tornado import gen
from tornado.ioloop import IOLoop


async def evening(person, away, bar):
    print(person, "orders", sep=": ")
    IOLoop.current().spawn_callback(bar, person)
    print("debug: off to the dance floor")
    await gen.sleep(away)
    for line in ("back at the bar", "drinks"):
        print(person, line, sep=": ")


def party(guests, mix):
    return gen.multi([evening(person, guests[person], mix) for person in guests])
