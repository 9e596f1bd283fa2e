from contextlib import ExitStack
from threading import Lock

mutexes = {}


async def transfer(bank, payer, payee, much):
    with ExitStack() as held:
        for name in sorted((payee, payer)):
            if name not in mutexes:
                mutexes[name] = Lock()
            held.enter_context(mutexes[name])
        print("debug: got both")
        mine, yours = await bank.read(payer, payee)
        ok = mine >= much
        if ok:
            await bank.write({payee: yours + much, payer: mine - much})
    return ok
