import functools
from concurrent.futures import ThreadPoolExecutor

from tornado.ioloop import IOLoop

POOL = ThreadPoolExecutor(8)


def work(shaft, tell):
    io_loop = IOLoop.current()
    print("begin")
    later = functools.partial(io_loop.asyncio_loop.call_soon, tell)
    return io_loop.run_in_executor(POOL, shaft.dig, lambda m: later(m))
