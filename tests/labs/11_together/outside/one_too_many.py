"""Looks whether more than `limit` are under way only when one too many is."""

import asyncio


async def fetch_urls(fetch, urls, limit):
    begun, under_way = [], set()
    for url in urls:
        if len(under_way) > limit:
            _, under_way = await asyncio.wait(under_way, return_when=asyncio.FIRST_COMPLETED)
        begun.append(fetch(url))
        under_way.add(begun[-1])
    return list(await asyncio.gather(*begun))
