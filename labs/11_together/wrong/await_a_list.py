"""A TypeError, at once: neither `await` nor `asyncio.gather` takes a list.

`await [...]` says "object list can't be used in 'await' expression", and `gather([...])` says
"unhashable type: 'list'". Inside a `gen.coroutine` you may `yield` a list; after `await` write
`gen.multi([...])`, or `asyncio.gather(*[...])` with the star, which gives it one argument for each.
Then mind the limit: a list of `fetch(url)` begins all of them at once.
"""


async def fetch_urls(fetch, urls, limit):
    return await [fetch(url) for url in urls]
