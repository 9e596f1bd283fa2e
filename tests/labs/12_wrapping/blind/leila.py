"""Start a function that blocks, beside everything else."""

from concurrent.futures import ThreadPoolExecutor

from tornado import gen

# there are at most four translations at the same time
translators = ThreadPoolExecutor(max_workers=4)


@gen.coroutine
def go(function, *args):
    # a gen.coroutine runs up to its first yield when it is called (I looked it up),
    # so submit happens at once. Tornado can yield the Future of a pool.
    answer = yield translators.submit(function, *args)
    return answer
