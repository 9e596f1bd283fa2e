"""
A handler that forgets await: no cake is baked, and the answer is 200 with an empty body.

    0.0  Ines gets 200 ''
    0.5  Juri gets 200 ''
    1.2  Mara gets 200 'hello'
"""

import asyncio

from tornado.httpclient import AsyncHTTPClient
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler

SECONDS = 1.0
VISITS = [("Ines", 0.0, "/cake"), ("Juri", 0.5, "/cake"), ("Mara", 1.2, "/hello")]


class Cake(RequestHandler):
    async def get(self):
        self.bake()

    async def bake(self):
        print("baker: a cake goes in")
        await asyncio.sleep(SECONDS)
        self.write("a cake")


class Hello(RequestHandler):
    def get(self):
        self.write("hello")


async def visit(name, moment, url):
    await asyncio.sleep(moment)
    response = await AsyncHTTPClient().fetch(url)
    print(f"{name} gets {response.code} {response.body.decode()!r}")


async def main():
    [socket] = bind_sockets(0, "127.0.0.1")  # 0: any port that is free
    HTTPServer(Application([("/cake", Cake), ("/hello", Hello)])).add_socket(socket)
    server = f"http://127.0.0.1:{socket.getsockname()[1]}"
    tasks = []
    for name, moment, path in VISITS:
        tasks.append(asyncio.create_task(visit(name, moment, server + path), name=name))
    await asyncio.gather(*tasks)


asyncio.run(main())
