"""Start a function that blocks, beside everything else."""

from concurrent.futures import ThreadPoolExecutor

pool = ThreadPoolExecutor(4)


def go(function, *args):
    # submit gives me a Future, and you can await a Future
    future = pool.submit(function, *args)
    print("submitted", args)
    return future
