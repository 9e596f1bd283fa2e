"""gen.coroutine, Tornado's lock, an executor of its own, and the log behind a queue."""

from concurrent.futures import ThreadPoolExecutor
from logging.handlers import QueueHandler, QueueListener
from queue import SimpleQueue

from tornado import gen, httpclient, ioloop, locks

POOL = ThreadPoolExecutor(20)
STAMP = locks.Lock()


def behind_a_queue(log):
    if not any(isinstance(handler, QueueHandler) for handler in log.handlers):
        lines, old = SimpleQueue(), list(log.handlers)
        log.handlers = [QueueHandler(lines)]
        QueueListener(lines, *old).start()


@gen.coroutine
def serve(name, office):
    behind_a_queue(office.log)
    loop = ioloop.IOLoop.current()
    page = yield httpclient.AsyncHTTPClient().fetch(office.address + "/" + name)
    shelf = yield loop.run_in_executor(POOL, office.query, name)
    file = office.open_form(name)
    try:
        form = yield loop.run_in_executor(POOL, file.read)
    finally:
        file.close()
    with (yield STAMP.acquire()):
        office.stamp_down(name)
        yield gen.sleep(office.ink)
        office.stamp_up(name)
    office.log.info("%s was served", name)
    return f"{page.body.decode()}, shelf {shelf}, {form}"
