"""Serve customers at the counter of a post office, side by side."""

from tornado import gen, locks
from tornado.httpclient import AsyncHTTPClient
from tornado.ioloop import IOLoop

STAMP = locks.Semaphore(1)  # one stamp = one permit


@gen.coroutine
def serve(name, office):
    loop = IOLoop.current()
    response = yield AsyncHTTPClient().fetch(office.address + "/" + name)
    price = response.body.decode()
    shelf = yield loop.run_in_executor(None, office.query, name)

    file = office.open_form(name)
    try:
        form = yield loop.run_in_executor(None, file.read)
    finally:
        file.close()

    # old style of async with
    with (yield STAMP.acquire()):
        office.stamp_down(name)
        yield gen.sleep(office.ink)
        office.stamp_up(name)

    yield loop.run_in_executor(None, lambda: office.log.info("%s was served", name))
    return f"{price}, shelf {shelf}, {form}"
