# transfers, the old tornado way (I learned it with yield)
from tornado import gen
from tornado.locks import Lock

_locks = {}


def lock_of(account):
    if account not in _locks:
        _locks[account] = Lock()
    return _locks[account]


@gen.coroutine
def transfer(bank, sender, receiver, amount):
    lower = lock_of(min(sender, receiver))
    upper = lock_of(max(sender, receiver))
    with (yield lower.acquire()):
        with (yield upper.acquire()):
            has, receiver_has = yield bank.read(sender, receiver)
            if has >= amount:
                yield bank.write({
                    sender: has - amount,
                    receiver: receiver_has + amount,
                })
                raise gen.Return(True)
    raise gen.Return(False)
