"""The list goes into gather as it is, without the star."""

from asyncio import gather


async def fetch_urls(ask, addresses, most):
    under_way = []
    for address in addresses:
        under_way.append(ask(address))
    print(f"{len(under_way)} are under way, {most} would be allowed")
    results = await gather(under_way)
    return results
