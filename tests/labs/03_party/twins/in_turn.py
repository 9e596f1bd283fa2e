import asyncio

from tornado import gen


@gen.coroutine
def party(guests, mix):
    people = list(guests)
    print(len(people), "people")
    while people:
        person = people.pop(0)
        print(f"{person}: orders")
        glass = asyncio.ensure_future(mix(person))
        yield gen.sleep(guests[person])
        print(f"{person}: back at the bar")
        yield glass
        print(f"{person}: drinks")
        print("next, please")
