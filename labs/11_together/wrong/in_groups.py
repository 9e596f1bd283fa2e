"""Groups of `limit`: the next group waits for the slowest of the one before.

Meanwhile the others of the group have answered, and fewer than `limit` are under way. Ask for the
next url as soon as any answer is there: start a coroutine for each url, with
`async with semaphore: return await fetch(url)` inside. A semaphore lets the next one in whenever
one comes out.
"""

import asyncio


async def fetch_urls(fetch, urls, limit):
    answers = []
    for begin in range(0, len(urls), limit):
        group = urls[begin : begin + limit]
        answers += await asyncio.gather(*[fetch(url) for url in group])
    return answers
