"""Ask a slow server, read the newspaper, and tell the answer."""

import asyncio
from tornado.httpclient import AsyncHTTPClient


async def tell(name, future):
    response = await future
    print(f"{name}: {response.body.decode()}")


async def ask(name, url, meanwhile):
    future = AsyncHTTPClient().fetch(url)       # request goes out here
    await asyncio.gather(tell(name, future), meanwhile())
