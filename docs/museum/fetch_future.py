"""
A Future made from a Future: of the response, not of its body, and for ever empty after an error.

    0.2  HTTPResponse
    1.2  still nothing, a second after the 404
"""

import asyncio

from tornado.concurrent import Future
from tornado.httpclient import AsyncHTTPClient
from tornado.web import Application, RequestHandler

URL = "http://127.0.0.1:8888/"


class Hello(RequestHandler):
    async def get(self):
        await asyncio.sleep(0.2)
        self.write("hi")


def fetch(url):
    mine = Future()
    AsyncHTTPClient().fetch(url).add_done_callback(lambda f: mine.set_result(f.result()))
    return mine


async def main():
    Application([("/", Hello)]).listen(8888, "127.0.0.1")
    response = await fetch(URL)
    print(type(response).__name__)
    try:
        await asyncio.wait_for(fetch(URL + "nobody"), 1)
    except TimeoutError:
        print("still nothing, a second after the 404")


asyncio.run(main())
