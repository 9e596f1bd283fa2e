"""After the first piece of news nobody holds the line any more: the event is set, and stays set.

Who has heard everything is answered at once with the last piece, again and again. An
`asyncio.Event` is for what happens once. Make a new one for each piece of news, or use a
`Condition` or Futures, and let those wait for whom `heard` says that there is nothing new.
"""

import asyncio

from tornado.web import Application, RequestHandler

news = []
on_the_line = set()
published = asyncio.Event()


class News(RequestHandler):
    async def get(self):
        heard = int(self.get_argument("heard"))
        on_the_line.add(self)
        await published.wait()
        on_the_line.discard(self)
        self.write(news[min(heard, len(news) - 1)])

    def post(self):
        news.append(self.request.body.decode())
        self.write(str(len(on_the_line)))
        published.set()

    def on_connection_close(self):
        on_the_line.discard(self)


def make_app():
    return Application([("/news", News)])
