import asyncio
from tornado.web import Application, RequestHandler


class News(RequestHandler):
    def initialize(self, news, line, event):
        self.news = news
        self.line = line
        self.event = event

    async def get(self):
        heard = int(self.get_argument("heard"))
        if heard >= len(self.news):
            self.line.append(self)
            # sleep here until Hedda rings the bell
            await self.event.wait()
            if self in self.line:
                self.line.remove(self)
        self.write(self.news[heard])

    def post(self):
        self.news.append(self.request.body.decode())
        self.event.set()
        self.write(str(len(self.line)))
        self.line.clear()

    def on_connection_close(self):
        if self in self.line:
            self.line.remove(self)


def make_app():
    shared = dict(news=[], line=[], event=asyncio.Event())
    return Application([("/news", News, shared)])
