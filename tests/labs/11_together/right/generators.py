"""gen.coroutine throughout: a semaphore of Tornado, and a list that is yielded."""

from tornado import gen
from tornado.locks import Semaphore


class Fetcher:
    def __init__(self, fetch, limit):
        self.fetch, self.semaphore = fetch, Semaphore(limit)

    @gen.coroutine
    def one(self, url):
        with (yield self.semaphore.acquire()):
            return (yield self.fetch(url))


@gen.coroutine
def fetch_urls(fetch, urls, limit):
    fetcher = Fetcher(fetch, limit)
    return (yield [fetcher.one(url) for url in urls])
