from tornado import gen


@gen.coroutine
def everybody(sleepers):
    pending = {}
    for person, length in sleepers.items():
        print(person + ": sleeping")
        pending[person] = gen.sleep(length)
    print("debug: everybody sleeps")
    for person in pending:
        yield pending[person]
        print(person + ": awake!")
