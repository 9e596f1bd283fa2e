"""
on_message that awaits gives the loop back: while the picture is made smaller, all three read hello.

    0.3  Ulla sends 'a picture'
    0.8  Viggo sends 'hello'
    0.8  all three read 'hello'
    1.3  all three read 'a picture'
"""

import asyncio

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application
from tornado.websocket import WebSocketHandler, websocket_connect

room = []
read_by_now = []


class Chat(WebSocketHandler):
    def open(self):
        room.append(self)

    async def on_message(self, text):
        if text == "a picture":
            await asyncio.sleep(1.0)  # it is made smaller
        for member in room:  # no await in here: nobody comes or leaves meanwhile
            member.write_message(text)

    def on_close(self):
        room.remove(self)


def send(name, line, text):
    print(f"{name} sends {text!r}")
    line.write_message(text)


async def read(line):
    for _ in range(2):
        text = await line.read_message()
        read_by_now.append(text)
        if read_by_now.count(text) == 3:
            print(f"all three read {text!r}")


async def main():
    [socket] = bind_sockets(0, "127.0.0.1")  # 0: any port that is free
    HTTPServer(Application([("/", Chat)])).add_socket(socket)
    url = f"ws://127.0.0.1:{socket.getsockname()[1]}/"
    ulla, viggo, _ = lines = [await websocket_connect(url) for _ in range(3)]
    loop = asyncio.get_running_loop()
    loop.call_later(0.3, send, "Ulla", ulla, "a picture")
    loop.call_later(0.8, send, "Viggo", viggo, "hello")
    await asyncio.gather(*map(read, lines))


asyncio.run(main())
