"""Start a function that blocks, beside everything else."""

from tornado.ioloop import IOLoop


def go(function, *args):
    def safe():
        try:
            return function(*args)
        except Exception as error:
            # the await should give the exception, so hand it over
            print("oops:", error)
            return error

    return IOLoop.current().run_in_executor(None, safe)
