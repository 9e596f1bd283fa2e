from concurrent.futures import ThreadPoolExecutor

from tornado import gen
from tornado.ioloop import IOLoop

# four processors -> four threads
HASHERS = ThreadPoolExecutor(max_workers=4, thread_name_prefix="hash")


@gen.coroutine
def log_in(door, name, password):
    acc = door.account(name)
    ok = False
    if acc is not None:
        ok = yield IOLoop.current().run_in_executor(HASHERS, acc.matches, password)
        #print("hash of", name, "->", ok)
    if ok:
        door.let_in(name)
    raise gen.Return(ok)
