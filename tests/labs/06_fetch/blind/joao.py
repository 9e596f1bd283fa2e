"""Ask a slow server, read the newspaper, and tell the answer."""

import asyncio
from tornado.httpclient import AsyncHTTPClient

answer_is_here = asyncio.Event()
shelf = None


def got_it(future):
    global shelf
    shelf = future.result().body.decode()
    answer_is_here.set()


async def tell(name):
    await answer_is_here.wait()
    print(f"{name}: {shelf}")
    answer_is_here.clear()


async def ask(name, url, meanwhile):
    future = AsyncHTTPClient().fetch(url)
    future.add_done_callback(got_it)
    await asyncio.gather(tell(name), meanwhile())
