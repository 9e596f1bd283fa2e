import asyncio

from tornado.httpclient import AsyncHTTPClient

answer = None


async def hear(name, url):
    global answer
    if answer is None:
        answer = asyncio.ensure_future(AsyncHTTPClient().fetch(url))
    print(f"{name}: {(await answer).body.decode()}")


async def ask(name, url, meanwhile):
    await asyncio.gather(hear(name, url), meanwhile())
