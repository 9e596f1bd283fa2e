"""
A task that get does not await: the answer leaves without the cake, and then nobody can write it.

    0.0  baker: a cake goes in
    0.0  Ines gets 200 ''
    0.5  baker: a cake goes in
    0.5  Juri gets 200 ''
    1.0  baker: Cannot write() after finish()
    1.2  Mara gets 200 'hello'
    1.5  baker: Cannot write() after finish()
"""

import asyncio

from tornado.httpclient import AsyncHTTPClient
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler

SECONDS = 1.0
VISITS = [("Ines", 0.0, "/cake"), ("Juri", 0.5, "/cake"), ("Mara", 1.2, "/hello")]
baking = set()  # else nobody keeps the tasks


class Cake(RequestHandler):
    async def get(self):
        baking.add(asyncio.create_task(self.bake()))

    async def bake(self):
        print("baker: a cake goes in")
        await asyncio.sleep(SECONDS)
        try:
            self.write("a cake")
        except RuntimeError as error:
            print(f"baker: {error}")


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
    await asyncio.gather(*baking)


asyncio.run(main())
