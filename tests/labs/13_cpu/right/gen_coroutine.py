from concurrent.futures import ThreadPoolExecutor

from tornado import gen
from tornado.concurrent import run_on_executor


class Hasher:
    executor = ThreadPoolExecutor(4)

    @run_on_executor
    def matches(self, account, password):
        print("hashing")
        return account.matches(password)


HASHER = Hasher()


@gen.coroutine
def log_in(door, name, password):
    account = door.account(name)
    if account is None:
        return False
    right = yield HASHER.matches(account, password)
    if right:
        door.let_in(name)
    return right
