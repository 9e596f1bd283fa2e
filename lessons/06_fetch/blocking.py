"""
urlopen comes back with the answer: until then Milo's next line waits, and so does Vera.

    0.0  Vera: row 1
    0.0  Milo: asks the server
    1.6  Milo: the answer is b'Hello, world'
    1.6  Milo: this line stands below the request
    1.6  Milo: this one too
    1.6  Vera: row 2
    2.0  Vera: row 3
"""

import asyncio
import socket
import time
from threading import Thread
from urllib.request import urlopen

SECONDS = 1.6


def serve(listener):
    visitor, _ = listener.accept()
    visitor.recv(1000)
    time.sleep(SECONDS)  # this holds the server's own thread, and nobody's loop
    visitor.sendall(b"HTTP/1.0 200 OK\r\n\r\nHello, world")
    visitor.close()


def ask(url, told):
    def hear(response):
        print(f"Milo: the answer is {response.read()}")
        told.set()

    print("Milo: asks the server")
    hear(urlopen(url))


async def milo(url):
    told = asyncio.Event()
    ask(url, told)
    print("Milo: this line stands below the request")
    print("Milo: this one too")
    await told.wait()  # else the program would end without the answer


async def vera():
    for row in (1, 2, 3):
        print(f"Vera: row {row}")
        await asyncio.sleep(0.4)


async def main():
    listener = socket.create_server(("127.0.0.1", 0))  # 0: any port that is free
    Thread(target=serve, args=[listener], daemon=True).start()
    await asyncio.gather(vera(), milo(f"http://127.0.0.1:{listener.getsockname()[1]}"))


asyncio.run(main())
