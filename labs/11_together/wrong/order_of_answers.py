"""The answers stand in the order in which they came, so nobody knows which is whose.

Whoever appends to a list when an answer is there gets the quickest first, and `as_completed` gives
them in that order too. `asyncio.gather` and `gen.multi` give them in the order of the arguments,
whoever is first: let each coroutine return its answer, and return their list.
"""

import asyncio


async def fetch_urls(fetch, urls, limit):
    semaphore = asyncio.Semaphore(limit)

    async def fetch_one(url):
        async with semaphore:
            return await fetch(url)

    answers = []
    for next_one in asyncio.as_completed([fetch_one(url) for url in urls]):
        answers.append(await next_one)
    return answers
