from asyncio import get_running_loop

pots = dict()
waiting = []


def order(who, how_long):
    get_running_loop().call_soon(lambda: print(who + ": yes, chef!"))

    def done():
        print(who + ": ready!")
        pots.pop(who)
        print("debug, still on the stove:", list(pots))
        if len(pots) == 0:
            for future in waiting:
                future.set_result("closed")

    pots[who] = get_running_loop().call_later(how_long, done)


def cancel(who):
    print(who + ": cancelled")
    pots.pop(who).cancel()


def closing_time():
    future = get_running_loop().create_future()
    waiting.append(future)
    return future
