"""
What has to block, blocks a thread of the executor: the handler awaits it, and the loop is free.

    0.0  baker: a cake goes in
    0.5  baker: a cake goes in
    1.0  Ines gets 200 'a cake'
    1.2  Mara gets 200 'hello'
    1.5  Juri gets 200 'a cake'
"""

import asyncio
import time

from tornado.httpclient import AsyncHTTPClient
from tornado.httpserver import HTTPServer
from tornado.ioloop import IOLoop
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler

SECONDS = 1.0
VISITS = [("Ines", 0.0, "/cake"), ("Juri", 0.5, "/cake"), ("Mara", 1.2, "/hello")]


def bake():
    time.sleep(SECONDS)
    return "a cake"


class Cake(RequestHandler):
    async def get(self):
        print("baker: a cake goes in")
        # The thread returns the cake, and the loop writes it: a handler is not for other threads.
        self.write(await IOLoop.current().run_in_executor(None, bake))


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
