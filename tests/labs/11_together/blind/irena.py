"""Fetch many urls, and not too many of them at the same time."""

import asyncio


async def fetch_urls(fetch, urls, limit):
    running = 0
    answers = {}

    async def one(url):
        nonlocal running
        while running > limit:
            await asyncio.sleep(0.1)    # no room, try again a bit later
        running += 1
        answers[url] = await fetch(url)
        running -= 1

    await asyncio.gather(*[one(url) for url in urls])
    return [answers[url] for url in urls]
