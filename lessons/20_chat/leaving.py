"""
The room itself is iterated, with an await inside: when Wanda leaves, Ulla's text is stuck half-way.

    0.3  Ulla sends 'hello'
    0.5  Wanda leaves
    0.7  room: Set changed size during iteration, 1 of 3 have it
    0.7  Ulla: the room has hung up
"""

import asyncio

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application
from tornado.websocket import WebSocketHandler, websocket_connect

room = set()


class Chat(WebSocketHandler):
    def open(self):
        room.add(self)

    async def on_message(self, text):
        sent = 0
        try:
            for member in room:
                member.write_message(text)
                sent += 1
                await asyncio.sleep(0.4)  # somebody notes down who has it
        except RuntimeError as error:
            print(f"room: {error}, {sent} of 3 have it")
            raise  # Tornado logs it, and closes the connection that the text came from

    def on_close(self):
        room.discard(self)


async def greet(line):
    await asyncio.sleep(0.3)
    print("Ulla sends 'hello'")
    line.write_message("hello")
    while await line.read_message():
        pass
    print("Ulla: the room has hung up")


async def main():
    [socket] = bind_sockets(0, "127.0.0.1")  # 0: any port that is free
    HTTPServer(Application([("/", Chat)])).add_socket(socket)
    url = f"ws://127.0.0.1:{socket.getsockname()[1]}/"
    ulla, _, wanda = [await websocket_connect(url) for _ in range(3)]
    greeting = asyncio.create_task(greet(ulla))
    await asyncio.sleep(0.5)
    print("Wanda leaves")
    wanda.close()
    await greeting


asyncio.run(main())
