"""News for friends: the line is held until there is news."""

import asyncio

from tornado.web import Application, RequestHandler

news = []
line = []       # the Futures of those who wait


class News(RequestHandler):
    mine = None

    async def get(self):
        heard = int(self.get_argument("heard"))
        if heard < len(news):
            self.write(news[heard])
            return
        self.mine = asyncio.get_running_loop().create_future()
        line.append(self.mine)
        self.write(await self.mine)

    def on_connection_close(self):
        # bye. She may not be in the list (answered just now)
        if self.mine in line:
            line.remove(self.mine)

    def post(self):
        text = self.request.body.decode()
        news.append(text)
        count = len(line)
        while line:
            line.pop().set_result(text)
        self.write(str(count))


def make_app():
    return Application([("/news", News)])
