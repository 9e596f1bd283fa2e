from tornado import gen


@gen.coroutine
def dance(who, how_long):
    yield gen.sleep(how_long)
    print(f"{who}: back at the bar")


@gen.coroutine
def stay(who, how_long, mix):
    print(f"{who}: orders")
    yield [mix(who), dance(who, how_long)]
    print(f"{who}: drinks")


@gen.coroutine
def party(guests, mix):
    yield {who: stay(who, how_long, mix) for who, how_long in guests.items()}
