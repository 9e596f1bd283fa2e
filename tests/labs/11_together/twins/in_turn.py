"""Coroutines are made first, for all urls, but each begins only when it is awaited."""


async def table(fetch, url):
    print("now asking", url)
    text = await fetch(url)
    return text


async def fetch_urls(fetch, urls, limit):
    coroutines = [table(fetch, url) for url in urls]
    return [await coroutine for coroutine in coroutines]
