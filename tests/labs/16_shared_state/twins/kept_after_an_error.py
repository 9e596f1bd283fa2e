from tornado import gen
from tornado.locks import Lock

keys = {}


@gen.coroutine
def transfer(bank, payer, payee, much):
    names = sorted((payer, payee))
    for name in names:
        yield keys.setdefault(name, Lock()).acquire()
    print("debug: got", names)
    mine, yours = yield bank.read(payer, payee)
    if mine < much:
        give_back(names)
        return False
    yield bank.write({payee: yours + much, payer: mine - much})
    give_back(names)
    return True


def give_back(names):
    for name in names:
        keys[name].release()
    print("debug: gave back", names)
