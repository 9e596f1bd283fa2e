import asyncio

from tornado import gen


def serve(person):
    print(person + ": drinks")


@gen.coroutine
def party(guests, mix):
    glasses = {}
    for person in guests:
        print(person + ": orders")
        glasses[person] = asyncio.ensure_future(mix(person))
    before = 0.0
    for away, person in sorted((away, person) for person, away in guests.items()):
        yield gen.sleep(away - before)
        before = away
        print(person + ": back at the bar")
        print("debug: time is", round(before, 2))
        if glasses[person].done():
            serve(person)
        else:
            glasses[person].add_done_callback(lambda _, person=person: serve(person))
    yield asyncio.wait(list(glasses.values()))
