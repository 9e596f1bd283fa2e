"""Start a function that blocks, beside everything else."""

from tornado.ioloop import IOLoop


def go(function, *args):
    # no async def here! it has to begin when it is called.
    # None = the pool that the loop brings along
    return IOLoop.current().run_in_executor(None, function, *args)
