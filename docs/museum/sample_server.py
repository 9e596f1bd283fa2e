"""
A server that sleeps in its handler: who comes second waits for who came first, as well.

    0.0  somebody asks
    5.0  first visitor: Hello, world
    5.0  somebody asks
    10.0  second visitor: Hello, world
"""

import asyncio
import time

from tornado.httpclient import AsyncHTTPClient
from tornado.web import Application, RequestHandler


class Hello(RequestHandler):
    def get(self):
        print("somebody asks")
        time.sleep(5)
        self.write("Hello, world")


async def visit(name, seconds):
    await asyncio.sleep(seconds)
    response = await AsyncHTTPClient().fetch("http://127.0.0.1:8888/")
    print(f"{name}: {response.body.decode()}")


async def main():
    Application([("/", Hello)]).listen(8888, "127.0.0.1")
    await asyncio.gather(visit("first visitor", 0), visit("second visitor", 0.5))


asyncio.run(main())
