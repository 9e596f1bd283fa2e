"""
A list of Futures after await: nobody ever could.

    0.0  TypeError: object list can't be used in 'await' expression
"""

import asyncio

from tornado.httpclient import AsyncHTTPClient
from tornado.web import Application, RequestHandler

URL = "http://127.0.0.1:8888/"


class Hello(RequestHandler):
    async def get(self):
        await asyncio.sleep(0.2)
        self.write("hi")


async def fetch_urls(urls):
    client = AsyncHTTPClient()
    responses = await [client.fetch(url) for url in urls]
    return [response.body for response in responses]


async def main():
    Application([("/", Hello)]).listen(8888, "127.0.0.1")
    print(await fetch_urls([URL, URL]))


asyncio.run(main())
