"""Fetch many urls, and not too many of them at the same time."""

import asyncio


async def fetch_urls(fetch, urls, limit):
    semaphore = asyncio.Semaphore(limit)
    futures = []
    for url in urls:
        await semaphore.acquire()
        future = fetch(url)
        # when it is there, somebody else may go
        future.add_done_callback(lambda f: semaphore.release())
        futures.append(future)
    # all are started now, collect the answers
    return futures
