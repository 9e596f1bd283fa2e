"""So many at a time, cut off the front of the list; yield takes each group."""

from tornado import gen


@gen.coroutine
def fetch_urls(fetch, urls, limit):
    waiting, done = list(urls), []
    while waiting:
        now, waiting = waiting[:limit], waiting[limit:]
        results = yield [fetch(url) for url in now]
        print("a group is done")
        done.extend(results)
    return done
