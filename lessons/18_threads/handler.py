"""
A handler belongs to the loop's thread: a thread returns what it finds, and the handler writes it.

    0.5  lamp: flickers
    0.8  Silas: Stream closed
    1.6  Thora: coal
"""

import asyncio
import time

from tornado.httpclient import AsyncHTTPClient, HTTPError
from tornado.httpserver import HTTPServer
from tornado.ioloop import IOLoop
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler


def dig(give):
    time.sleep(0.8)
    return give("coal")


class InTheThread(RequestHandler):
    async def get(self):
        # The thread calls self.finish. It begins to answer, and finds no loop to go on with.
        await IOLoop.current().run_in_executor(None, dig, self.finish)


class OnTheLoop(RequestHandler):
    async def get(self):
        self.finish(await IOLoop.current().run_in_executor(None, dig, str))


def flicker():
    print("lamp: flickers")


async def main():
    [socket] = bind_sockets(0, "127.0.0.1")  # 0: any port that is free
    handlers = [("/silas", InTheThread), ("/thora", OnTheLoop)]
    HTTPServer(Application(handlers)).add_socket(socket)
    server = f"http://127.0.0.1:{socket.getsockname()[1]}"
    IOLoop.current().call_later(0.5, flicker)
    for name in ("Silas", "Thora"):
        try:
            answer = await AsyncHTTPClient().fetch(f"{server}/{name.lower()}")
            print(f"{name}: {answer.body.decode()}")
        except HTTPError as error:
            print(f"{name}: {error.message}")


asyncio.run(main())
