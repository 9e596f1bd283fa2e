from threading import Thread

from tornado.concurrent import Future


class Helper(Thread):
    def __init__(self, job, values):
        super().__init__()
        self.job, self.values = job, values
        self.promise = Future()

    def run(self):
        print("helper: at work")
        try:
            self.promise.set_result(self.job(*self.values))
        except Exception as problem:
            self.promise.set_exception(problem)
        print("helper: done")


def go(job, *values):
    helper = Helper(job, values)
    helper.start()
    return helper.promise
