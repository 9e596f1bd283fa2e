"""Workers share the urls, and each appends what it gets."""

import asyncio


async def worker(fetch, todo, found):
    while todo:
        url = todo.pop(0)
        text = await fetch(url)
        print(f"a worker has the table of {url}")
        found.append(text)


async def fetch_urls(fetch, urls, limit):
    todo, found = list(urls), []
    await asyncio.gather(*(worker(fetch, todo, found) for _ in range(limit)))
    return found
