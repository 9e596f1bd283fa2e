from time import sleep

from tornado import gen


async def evening(person, away, bar):
    print(person + ": orders")
    glass = gen.convert_yielded(bar(person))
    sleep(away / 2)
    print("debug: half of it is over for", person)
    sleep(away / 2)
    print(person + ": back at the bar")
    await glass
    print(person + ": drinks")


def party(guests, mix):
    return gen.multi([evening(person, guests[person], mix) for person in guests])
