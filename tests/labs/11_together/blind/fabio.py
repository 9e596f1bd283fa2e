"""Fetch many urls, and not too many of them at the same time."""

import asyncio


async def wait_for(future, semaphore):
    async with semaphore:
        return await future


async def fetch_urls(fetch, urls, limit):
    semaphore = asyncio.Semaphore(limit)
    jobs = []
    for url in urls:
        jobs.append(wait_for(fetch(url), semaphore))
    return await asyncio.gather(*jobs)
