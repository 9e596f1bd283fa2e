"""All who call share one limit, that of the first: the others wait for strangers.

Your semaphore is kept outside of `fetch_urls`, in a variable of the module, say, and is made only
once. So a second call finds it taken by the first, and its own `limit` counts for nothing. Write
`semaphore = asyncio.Semaphore(limit)` inside `fetch_urls`: each call makes its own.
"""

import asyncio

semaphore = None


async def fetch_urls(fetch, urls, limit):
    global semaphore
    if semaphore is None:
        semaphore = asyncio.Semaphore(limit)

    async def fetch_one(url):
        async with semaphore:
            return await fetch(url)

    return await asyncio.gather(*[fetch_one(url) for url in urls])
