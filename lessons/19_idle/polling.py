"""
Ask and ask again: five friends ask three times each, and hear the news late.

    1.0  Hedda: tea at five
    1.4  Hedda: friends who have heard: 5, requests: 15
"""

import asyncio

from tornado.httpclient import AsyncHTTPClient
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler

FRIENDS = 5
EVERY = 0.7
news = asyncio.Event()
requests = []


class News(RequestHandler):
    async def get(self):
        requests.append(self.request)
        if news.is_set():
            self.write("tea at five")


async def hear_the_news(url):
    while not (await AsyncHTTPClient().fetch(url)).body:
        await asyncio.sleep(EVERY)


async def main():
    [socket] = bind_sockets(0, "127.0.0.1")  # 0: any port that is free
    HTTPServer(Application([("/news", News)])).add_socket(socket)
    url = f"http://127.0.0.1:{socket.getsockname()[1]}/news"
    friends = [asyncio.create_task(hear_the_news(url)) for _ in range(FRIENDS)]
    await asyncio.sleep(1.0)
    print("Hedda: tea at five")
    news.set()
    await asyncio.gather(*friends)
    print(f"Hedda: friends who have heard: {FRIENDS}, requests: {len(requests)}")


asyncio.run(main())
