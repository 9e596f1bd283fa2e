"""Fetch many urls, and not too many of them at the same time."""

import asyncio


async def fetch_urls(fetch, urls, limit):
    # groups of `limit`, so there are never too many
    answers = []
    for i in range(0, len(urls), limit):
        group = urls[i:i + limit]
        answers += await asyncio.gather(*[fetch(url) for url in group])
    return answers
