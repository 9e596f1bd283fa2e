"""Fetch many urls, and not too many of them at the same time."""

import asyncio


async def fetch_urls(fetch, urls, limit):
    sem = asyncio.Semaphore(limit)
    answers = []

    async def get(url):
        async with sem:
            answer = await fetch(url)
            answers.append(answer)

    await asyncio.gather(*[get(u) for u in urls])
    return answers
