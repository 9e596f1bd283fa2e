"""
async and await: what the guide shows today.

    0.2  b'hi'
    0.2  HTTPClientError: HTTP 404: Not Found
"""

import asyncio

from tornado.httpclient import AsyncHTTPClient, HTTPError
from tornado.web import Application, RequestHandler

URL = "http://127.0.0.1:8888/"


class Hello(RequestHandler):
    async def get(self):
        await asyncio.sleep(0.2)
        self.write("hi")


async def fetch(url):
    response = await AsyncHTTPClient().fetch(url)
    return response.body


async def main():
    Application([("/", Hello)]).listen(8888, "127.0.0.1")
    print(await fetch(URL))
    try:
        await fetch(URL + "nobody")
    except HTTPError as error:
        print(f"{type(error).__name__}: {error}")


asyncio.run(main())
