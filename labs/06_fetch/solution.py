"""One coroutine is told the answer, another one reads meanwhile; gather waits for both."""

import asyncio

from tornado.httpclient import AsyncHTTPClient


async def ask(name, url, meanwhile):
    await asyncio.gather(hear(name, url), meanwhile())


async def hear(name, url):
    response = await AsyncHTTPClient().fetch(url)
    print(f"{name}: {response.body.decode()}")
