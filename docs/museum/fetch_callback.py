"""
The body is given to a callback; an error never was.

    0.0  TypeError: HTTPRequest.__init__() got an unexpected keyword argument 'callback'
"""

import asyncio

from tornado.httpclient import AsyncHTTPClient
from tornado.web import Application, RequestHandler

URL = "http://127.0.0.1:8888/"


class Hello(RequestHandler):
    async def get(self):
        await asyncio.sleep(0.2)
        self.write("hi")


def fetch(url, callback):
    def handle_response(response):
        callback(response.body)

    AsyncHTTPClient().fetch(url, callback=handle_response)


async def main():
    Application([("/", Hello)]).listen(8888, "127.0.0.1")
    fetch(URL, print)
    await asyncio.sleep(1)


asyncio.run(main())
