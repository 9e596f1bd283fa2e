"""Friends who have hung up are still counted, and still kept.

A request that waits does not notice that its friend has gone: nothing is cancelled, and her Future
stays in the list. On a server that runs for weeks they become many. Tornado calls the handler's
method `on_connection_close`: take the Future out of the list there.
"""

import asyncio

from tornado.web import Application, RequestHandler

news = []
on_the_line = []


class News(RequestHandler):
    async def get(self):
        heard = int(self.get_argument("heard"))
        if heard >= len(news):
            line = asyncio.Future()
            on_the_line.append(line)
            await line
        self.write(news[heard])

    def post(self):
        news.append(self.request.body.decode())
        for line in on_the_line:
            line.set_result(None)
        self.write(str(len(on_the_line)))
        on_the_line.clear()


def make_app():
    return Application([("/news", News)])
