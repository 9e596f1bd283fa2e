"""Twin: a Future that nobody gives a result."""

from tornado.concurrent import Future
from tornado.ioloop import IOLoop

dishes = dict()


def order(cook, seconds):
    IOLoop.current().add_callback(say, cook, "yes, chef!")
    dishes[cook] = IOLoop.current().call_later(seconds, say, cook, "ready!")


def say(cook, what):
    print("debug: somebody speaks")
    print(cook, what, sep=": ")


def cancel(cook):
    IOLoop.current().remove_timeout(dishes.pop(cook))
    say(cook, "cancelled")


def closing_time():
    return Future()
