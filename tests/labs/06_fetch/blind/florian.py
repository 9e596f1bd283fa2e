"""Ask a slow server, read the newspaper, and tell the answer."""

import asyncio
from tornado.httpclient import AsyncHTTPClient


async def ask(name, url, meanwhile):
    client = AsyncHTTPClient()

    async def get_answer():
        response = await client.fetch(url)
        print(f"{name}: {response.body}")

    await asyncio.gather(get_answer(), meanwhile())
