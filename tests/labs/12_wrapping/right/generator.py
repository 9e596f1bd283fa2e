from tornado import gen
from tornado.ioloop import IOLoop


@gen.coroutine
def go(function, *args):
    result = yield IOLoop.current().run_in_executor(None, lambda: function(*args))
    return result
