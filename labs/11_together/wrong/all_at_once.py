"""All urls are asked for at once, whatever the limit is.

`fetch(url)` begins when you call it, before anybody awaits it. So a list of `fetch(url)` for all
urls has no limit, and a semaphore around the `await` of a fetch that was begun before comes too
late. Put the call inside: a coroutine of your own for each url, with
`async with semaphore: return await fetch(url)`, and `gather` those.
"""

import asyncio


async def fetch_urls(fetch, urls, limit):
    return await asyncio.gather(*[fetch(url) for url in urls])
