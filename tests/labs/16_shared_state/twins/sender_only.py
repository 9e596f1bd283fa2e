from tornado.locks import Lock

known = {}


class Account:
    def __init__(self):
        self.lock = Lock()


def account_of(name):
    if name not in known:
        known[name] = Account()
    return known[name]


async def transfer(bank, payer, payee, much):
    account = account_of(payer)
    await account.lock.acquire()
    print("debug: locked", payer)
    try:
        mine, yours = await bank.read(payer, payee)
        if much > mine:
            return False
        await bank.write({payee: yours + much, payer: mine - much})
        return True
    finally:
        account.lock.release()
