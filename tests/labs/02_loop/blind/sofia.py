"""A kitchen: the chef orders dishes, and may cancel them; the loop is to call the cooks."""
from tornado.concurrent import Future
from tornado.ioloop import IOLoop


class Kitchen:
    """Knows who is cooking, and who wants to know when that is over."""

    def __init__(self):
        self.dishes = {}
        self.waiting = None

    def order(self, cook, seconds):
        io = IOLoop.current()
        io.add_callback(self.say, cook, "yes, chef!")
        self.dishes[cook] = io.call_later(seconds, self.finish, cook, "ready!")

    def cancel(self, cook):
        IOLoop.current().remove_timeout(self.dishes[cook])
        self.finish(cook, "cancelled")

    def finish(self, cook, word):
        self.say(cook, word)
        self.dishes.pop(cook)
        if not self.dishes and self.waiting is not None:
            self.waiting.set_result(None)
            self.waiting = None

    def closing_time(self):
        future = Future()
        if self.dishes:
            self.waiting = future
        else:
            future.set_result(None)
        return future

    @staticmethod
    def say(cook, word):
        print("%s: %s" % (cook, word))


kitchen = Kitchen()
order = kitchen.order
cancel = kitchen.cancel
closing_time = kitchen.closing_time
