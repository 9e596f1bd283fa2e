import threading

from tornado.concurrent import Future
from tornado.ioloop import IOLoop


def go(function, *args):
    future = Future()
    loop = IOLoop.current()

    def in_thread():
        try:
            result = function(*args)
        except Exception as e:
            loop.add_callback(future.set_exception, e)
        else:
            loop.add_callback(future.set_result, result)

    threading.Thread(target=in_thread, daemon=True).start()
    return future
