"""Fetch many urls, and not too many of them at the same time."""

import asyncio

semaphore = None


async def one(fetch, url):
    async with semaphore:
        print("asking", url)
        answer = await fetch(url)
        print("got", answer)
    return answer


async def fetch_urls(fetch, urls, limit):
    global semaphore
    if semaphore is None:           # make it only once
        semaphore = asyncio.Semaphore(limit)
    tasks = [asyncio.create_task(one(fetch, url)) for url in urls]
    return [await t for t in tasks]
