from tornado import gen


@gen.coroutine
def everybody(sleepers):
    for person in sleepers.keys():
        print(person + ": sleeping")
    by_time = sorted((length, person) for person, length in sleepers.items())
    before = 0.0
    while by_time:
        length, person = by_time.pop(0)
        yield gen.sleep(length - before)
        before = length
        print(person + ": awake!")
        print("debug: time is", round(before, 2))
