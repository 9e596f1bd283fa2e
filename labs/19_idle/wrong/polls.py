"""Each friend's request looks ten times a second whether there is news, and hears of it late.

The loop is called again and again while nothing happens, once for each friend, and the answer comes
at the next look, not when Hedda publishes. Who is told need not look: await in `get` something that
`post` fills or sets, a `Future`, an `asyncio.Event` or a `Condition`.
"""

import asyncio

from tornado.web import Application, RequestHandler

news = []
on_the_line = set()


class News(RequestHandler):
    async def get(self):
        heard = int(self.get_argument("heard"))
        on_the_line.add(self)
        while self in on_the_line and heard >= len(news):
            await asyncio.sleep(0.1)
        if heard < len(news):
            on_the_line.discard(self)
            self.write(news[heard])

    def post(self):
        self.write(str(len(on_the_line)))
        news.append(self.request.body.decode())

    def on_connection_close(self):
        on_the_line.discard(self)


def make_app():
    return Application([("/news", News)])
