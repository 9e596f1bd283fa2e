"""Fetch many urls, and not too many of them at the same time."""

import asyncio


async def fetch_urls(fetch, urls, limit):
    under_way = set()
    futures = []
    for url in urls:
        if len(under_way) >= limit:
            # full. wait for the first one that is ready
            done, under_way = await asyncio.wait(
                under_way, return_when=asyncio.FIRST_COMPLETED)
            print(len(done), "ready")
        future = fetch(url)
        futures.append(future)
        under_way.add(future)
    return [await future for future in futures]
