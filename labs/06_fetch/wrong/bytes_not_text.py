"""All comes at the right moment, but what is told is b'...': bytes, and not text.

What comes over the network is bytes, and on Python 3 they are not text: printed, they show a `b`
and quotes. Old books of Python 2 print `response.body` as it is. Write `response.body.decode()`.
"""

import asyncio

from tornado.httpclient import AsyncHTTPClient


async def ask(name, url, meanwhile):
    await asyncio.gather(hear(name, url), meanwhile())


async def hear(name, url):
    response = await AsyncHTTPClient().fetch(url)
    print(f"{name}: {response.body}")
