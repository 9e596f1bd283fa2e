"""
What a coroutine does, by hand: the body arrives; an error is raised where nobody hears it.

    0.2  b'hi'
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

    def on_fetch(done):
        mine.set_result(done.result().body)

    AsyncHTTPClient().fetch(url).add_done_callback(on_fetch)
    return mine


async def main():
    Application([("/", Hello)]).listen(8888, "127.0.0.1")
    print(await fetch(URL))
    try:
        await asyncio.wait_for(fetch(URL + "nobody"), 1)
    except TimeoutError:
        print("still nothing, a second after the 404")


asyncio.run(main())
