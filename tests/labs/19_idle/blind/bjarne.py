"""News for friends."""

import asyncio

from tornado.web import Application, RequestHandler

news = []
friends = []


class News(RequestHandler):
    async def get(self):
        heard = int(self.get_argument("heard"))
        if heard < len(news):
            self.write(news[heard])
        else:
            self.future = asyncio.Future()
            friends.append(self.future)
            text = await self.future
            self.write(text)

    def on_close(self):
        # she has hung up, take her off the list
        if self.future in friends:
            friends.remove(self.future)

    def post(self):
        text = self.request.body.decode()
        news.append(text)
        how_many = len(friends)
        for f in friends:
            f.set_result(text)
        friends.clear()
        self.write(str(how_many))


def make_app():
    return Application([("/news", News)])
