"""
A generator that yields Futures, and raises its result as Python 2 wanted it.

    0.2  b'hi'
    0.2  HTTPClientError: HTTP 404: Not Found
"""

import asyncio

from tornado import gen
from tornado.httpclient import AsyncHTTPClient, HTTPError
from tornado.web import Application, RequestHandler

URL = "http://127.0.0.1:8888/"


class Hello(RequestHandler):
    async def get(self):
        await asyncio.sleep(0.2)
        self.write("hi")


@gen.coroutine
def fetch(url):
    response = yield AsyncHTTPClient().fetch(url)
    raise gen.Return(response.body)


async def main():
    Application([("/", Hello)]).listen(8888, "127.0.0.1")
    print(await fetch(URL))
    try:
        await fetch(URL + "nobody")
    except HTTPError as error:
        print(f"{type(error).__name__}: {error}")


asyncio.run(main())
