"""One coroutine keeps the window full: it waits until any of those under way is done."""

import asyncio


async def fetch_urls(fetch, urls, limit):
    begun, under_way = [], set()
    for url in urls:
        if len(under_way) == limit:
            _, under_way = await asyncio.wait(under_way, return_when=asyncio.FIRST_COMPLETED)
        future = fetch(url)
        begun.append(future)
        under_way.add(future)
    return [await future for future in begun]
