"""So many workers take the next place from one iterator, and fill the answers in by place."""

import asyncio


async def fetch_urls(fetch, urls, limit):
    answers = [None] * len(urls)
    places = iter(range(len(urls)))

    async def worker():
        for place in places:
            answers[place] = await fetch(urls[place])

    async with asyncio.TaskGroup() as group:
        for _ in range(limit):
            group.create_task(worker())
    return answers
