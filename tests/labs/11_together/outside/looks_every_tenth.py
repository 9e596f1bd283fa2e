"""Counts those under way, and looks every tenth of a second whether there is room."""

import asyncio


async def fetch_urls(fetch, urls, limit):
    futures = []
    for url in urls:
        while sum(not future.done() for future in futures) >= limit:
            await asyncio.sleep(0.1)
        futures.append(fetch(url))
    return await asyncio.gather(*futures)
