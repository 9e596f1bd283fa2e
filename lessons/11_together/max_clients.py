"""
gather sends for eleven tables at once, but the client lets only ten out: the last one queues.

    0.9  foghorn: booh
    1.8  foghorn: booh
    2.0  Maren: 11 tables, at most 10 at a time
    2.7  foghorn: booh
    3.0  Maren: 11 tables, at most 11 at a time
"""

import asyncio

from tornado.httpclient import AsyncHTTPClient
from tornado.httpserver import HTTPServer
from tornado.ioloop import PeriodicCallback
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler

SECONDS = 1.0
DAYS = 11
visitors = [0]  # how many were at the office of Brest, after each change


class Table(RequestHandler):
    async def get(self):
        visitors.append(visitors[-1] + 1)
        await asyncio.sleep(SECONDS)
        visitors.append(visitors[-1] - 1)
        self.write("high water at noon")


def sound():
    print("foghorn: booh")


async def fetch_all(client, url):
    tables = await asyncio.gather(*[client.fetch(f"{url}?day={day}") for day in range(DAYS)])
    print(f"Maren: {len(tables)} tables, at most {max(visitors)} at a time")


async def main():
    [socket] = bind_sockets(0, "127.0.0.1")  # 0: any port that is free
    HTTPServer(Application([("/brest", Table)])).add_socket(socket)
    url = f"http://127.0.0.1:{socket.getsockname()[1]}/brest"
    foghorn = PeriodicCallback(sound, 900)
    foghorn.start()
    await fetch_all(AsyncHTTPClient(), url)
    await fetch_all(AsyncHTTPClient(force_instance=True, max_clients=DAYS), url)
    foghorn.stop()


asyncio.run(main())
