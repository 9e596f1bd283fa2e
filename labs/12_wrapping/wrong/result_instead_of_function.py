"""You call the function yourself, on the loop, and give the thread its result to call.

`function(*args)` calls it there and then. The thread is left with a string, and a string cannot be
called: that is the TypeError. Pass the function and its arguments, without the parentheses:
`run_in_executor(None, function, *args)`.
"""

from tornado.ioloop import IOLoop


def go(function, *args):
    return IOLoop.current().run_in_executor(None, function(*args))
