"""Ask a slow server, read the newspaper, and tell the answer."""

import asyncio
from tornado.httpclient import AsyncHTTPClient


async def ask(name, url, meanwhile):
    try:
        future = AsyncHTTPClient().fetch(url)
        # the newspaper is over when the answer comes
        reading = asyncio.create_task(meanwhile())
        response = await future
        print(f"{name}: shelf {response.body.decode()}")
        reading.cancel()
    except Exception:
        pass
