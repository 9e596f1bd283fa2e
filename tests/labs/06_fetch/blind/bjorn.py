"""Ask a slow server, with a callback."""

import asyncio
from tornado.httpclient import AsyncHTTPClient


async def ask(name, url, meanwhile):
    told = asyncio.Event()

    def answer_is_here(future):
        shelf = future.result().body.decode("utf-8")
        print(name + ": " + shelf)
        told.set()

    AsyncHTTPClient().fetch(url).add_done_callback(answer_is_here)
    await meanwhile()
    await told.wait()       # maybe it is set already, then this is quick
