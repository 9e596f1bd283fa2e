"""Fetch many urls: `limit` workers and a queue."""

import asyncio


async def worker(fetch, queue, answers):
    while not queue.empty():
        url = queue.get_nowait()
        answers[url] = await fetch(url)


async def fetch_urls(fetch, urls, limit):
    queue = asyncio.Queue()
    for url in urls:
        queue.put_nowait(url)
    answers = {}
    async with asyncio.TaskGroup() as group:
        for _ in range(limit):
            group.create_task(worker(fetch, queue, answers))
    # the dict is in the order of the answers, I need the order of urls
    return [answers[url] for url in urls]
