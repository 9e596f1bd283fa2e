from tornado import gen


@gen.coroutine
def nap(who, how_long):
    print(f"{who}: sleeping")
    yield gen.sleep(how_long)
    print(f"{who}: awake!")


@gen.coroutine
def everybody(sleepers):
    yield gen.multi([nap(who, how_long) for who, how_long in sleepers.items()])
