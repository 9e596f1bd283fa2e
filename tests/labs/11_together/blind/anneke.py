"""Fetch many urls, and not too many of them at the same time."""

import asyncio


async def fetch_urls(fetch, urls, limit):
    semaphore = asyncio.Semaphore(limit)

    async def one(url):
        async with semaphore:
            return await fetch(url)

    return await asyncio.gather(*[one(url) for url in urls])
