from tornado import gen
from tornado.locks import Lock

keys = {}


@gen.coroutine
def transfer(bank, payer, payee, much):
    low, high = sorted([payer, payee])
    with (yield keys.setdefault(low, Lock()).acquire()):
        with (yield keys.setdefault(high, Lock()).acquire()):
            mine, yours = yield bank.read(payer, payee)
            if mine >= much:
                yield bank.write({payer: mine - much, payee: yours + much})
            return mine >= much
