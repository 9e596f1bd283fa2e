"""The semaphore is there, but what it guards was begun before."""

from tornado import gen
from tornado.locks import Semaphore


async def fetch_urls(fetch, urls, limit):
    room = Semaphore(limit)
    begun = list(map(fetch, urls))

    async def guarded(future):
        await room.acquire()
        try:
            return await future
        finally:
            room.release()

    print("waiting for", len(begun))
    return await gen.multi([guarded(future) for future in begun])
