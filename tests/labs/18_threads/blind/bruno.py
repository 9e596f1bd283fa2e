from functools import partial

from tornado.ioloop import IOLoop


def work(shaft, tell):
    io_loop = IOLoop.current()
    # add_callback is the one method of the IOLoop that threads may call. A future is awaitable too.
    return io_loop.run_in_executor(None, shaft.dig, partial(io_loop.add_callback, tell))
