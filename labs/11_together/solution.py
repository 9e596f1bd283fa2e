"""A coroutine for each url, all started at once; the semaphore lets so many of them fetch."""

import asyncio


async def fetch_urls(fetch, urls, limit):
    semaphore = asyncio.Semaphore(limit)

    async def fetch_one(url):
        async with semaphore:
            return await fetch(url)

    return await asyncio.gather(*[fetch_one(url) for url in urls])
