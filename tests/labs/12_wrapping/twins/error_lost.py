from threading import Thread

from tornado.concurrent import Future
from tornado.ioloop import IOLoop


def go(job, *values):
    promise, home = Future(), IOLoop.current()

    def helper(*given):
        outcome = job(*given)
        print("helper: done")
        home.add_callback(lambda: promise.set_result(outcome))

    Thread(target=helper, args=values, daemon=True).start()
    return promise
