from tornado.locks import Lock

keys = {}


def key_of(name):
    return keys.setdefault(name, Lock())


async def transfer(bank, payer, payee, much):
    ok = False
    async with key_of(payer):
        print("debug: first key")
        async with key_of(payee):
            print("debug: second key")
            mine, yours = await bank.read(payer, payee)
            if much <= mine:
                ok = True
                await bank.write({payee: yours + much, payer: mine - much})
    return ok
