import threading
from asyncio import Future

from tornado.ioloop import IOLoop


class Digger(threading.Thread):
    def __init__(self, shaft, tell):
        super().__init__()
        self.shaft, self.tell = shaft, tell
        self.office = IOLoop.current()
        self.done = Future()

    def report(self, number):
        self.office.add_callback(self.tell, number)

    def run(self):
        print("down we go")
        try:
            self.done.set_result(self.shaft.dig(self.report))
        except BaseException as problem:
            self.done.set_exception(problem)


def work(shaft, tell):
    digger = Digger(shaft, tell)
    digger.start()
    return digger.done
