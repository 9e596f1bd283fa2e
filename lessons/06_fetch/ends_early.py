"""
The request is launched and nobody waits for it: the program ends with main, before the answer.

    0.0  Vera: row 1
    0.0  Milo: asks the server
    0.0  Milo: this line stands below the request
    0.0  Milo: this one too
    0.4  Vera: row 2
    0.8  Vera: row 3
"""

import asyncio
import socket
import time
from threading import Thread

from tornado.httpclient import AsyncHTTPClient

SECONDS = 1.6


def serve(listener):
    visitor, _ = listener.accept()
    visitor.recv(1000)
    time.sleep(SECONDS)  # this holds the server's own thread, and nobody's loop
    visitor.sendall(b"HTTP/1.0 200 OK\r\n\r\nHello, world")
    visitor.close()


def ask(url, told):
    def hear(future):
        print(f"Milo: the answer is {future.result().body}")
        told.set()

    print("Milo: asks the server")
    AsyncHTTPClient().fetch(url).add_done_callback(hear)


async def milo(url):
    told = asyncio.Event()
    ask(url, told)
    print("Milo: this line stands below the request")
    print("Milo: this one too")


async def vera():
    for row in (1, 2, 3):
        print(f"Vera: row {row}")
        await asyncio.sleep(0.4)


async def main():
    listener = socket.create_server(("127.0.0.1", 0))  # 0: any port that is free
    Thread(target=serve, args=[listener], daemon=True).start()
    await asyncio.gather(vera(), milo(f"http://127.0.0.1:{listener.getsockname()[1]}"))


asyncio.run(main())
