"""Hedda's news. Every friend has her own Queue (asyncio.Queue is great)."""

import asyncio
from tornado.web import Application, RequestHandler


class Base(RequestHandler):
    @property
    def me(self):
        # how else should I know who is calling?
        return self.request.remote_ip


class News(Base):
    async def get(self):
        news, queues = self.settings["news"], self.settings["queues"]
        heard = int(self.get_argument("heard"))
        if heard < len(news):
            self.finish(news[heard])
            return
        queues[self.me] = asyncio.Queue()
        piece = await queues[self.me].get()
        self.finish(piece)

    async def post(self):
        news, queues = self.settings["news"], self.settings["queues"]
        piece = self.request.body.decode()
        news.append(piece)
        told = 0
        for friend in list(queues):
            await queues.pop(friend).put(piece)
            told += 1
        self.finish(str(told))

    def on_connection_close(self):
        self.settings["queues"].pop(self.me, None)


def make_app():
    return Application([(r"/news", News)], news=[], queues={})
