"""
Dora's handler holds the loop for a page of its own server, so it waits for itself; Edgar's awaits.

    0.0  Dora: how much is a letter?
    1.0  clock: tick
    1.0  Dora gets 'no price in a second'
    1.0  Edgar: how much is a letter?
    1.0  Edgar gets '90 cents'
    1.4  clock: tick
"""

import asyncio
from urllib.request import urlopen

from tornado.httpclient import AsyncHTTPClient
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler


class Price(RequestHandler):
    def get(self):
        self.write("90 cents")


class Blocking(RequestHandler):
    async def get(self):
        try:
            self.write(urlopen(f"http://{self.request.host}/price", timeout=1.0).read())
        except TimeoutError:
            self.write("no price in a second")


class NonBlocking(RequestHandler):
    async def get(self):
        response = await AsyncHTTPClient().fetch(f"http://{self.request.host}/price")
        self.write(response.body)


async def visit(name, url):
    print(f"{name}: how much is a letter?")
    response = await AsyncHTTPClient().fetch(url)
    print(f"{name} gets {response.body.decode()!r}")


async def clock():
    await asyncio.sleep(0.4)
    print("clock: tick")


async def main():
    [socket] = bind_sockets(0, "127.0.0.1")  # 0: any port that is free
    paths = [("/price", Price), ("/dora", Blocking), ("/edgar", NonBlocking)]
    HTTPServer(Application(paths)).add_socket(socket)
    office = f"http://127.0.0.1:{socket.getsockname()[1]}"
    await asyncio.gather(clock(), visit("Dora", f"{office}/dora"))
    await asyncio.gather(clock(), visit("Edgar", f"{office}/edgar"))


asyncio.run(main())
