"""A thread of the loop's own pool begins at once; the Future is filled when it is done."""

from tornado.ioloop import IOLoop


def go(function, *args):
    return IOLoop.current().run_in_executor(None, function, *args)
