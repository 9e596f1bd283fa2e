"""A Future for each friend on the line: the next news fills them all, and empties the line."""

import asyncio

from tornado.web import Application, RequestHandler

news = []
on_the_line = []


class News(RequestHandler):
    line = None

    async def get(self):
        heard = int(self.get_argument("heard"))
        if heard < len(news):
            self.write(news[heard])
        else:
            self.line = asyncio.Future()
            on_the_line.append(self.line)
            self.write(await self.line)

    def post(self):
        text = self.request.body.decode()
        news.append(text)
        for line in on_the_line:
            line.set_result(text)
        self.write(str(len(on_the_line)))
        on_the_line.clear()

    def on_connection_close(self):
        if self.line in on_the_line:
            on_the_line.remove(self.line)
            self.line.set_result("")  # get goes on, and what it writes goes to nobody


def make_app():
    return Application([("/news", News)])
