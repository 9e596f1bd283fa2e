"""News for friends: who asks is answered with what there is."""

import asyncio

from tornado.web import Application, RequestHandler

news = []
waiting = []


class News(RequestHandler):
    future = None

    async def get(self):
        heard = int(self.get_argument("heard"))
        if heard < len(news):
            self.write(news[heard])
            return
        self.future = asyncio.Future()
        waiting.append(self.future)
        self.write(await self.future)

    def post(self):
        text = self.request.body.decode()
        news.append(text)
        count = 0
        for future in waiting:
            future.set_result(text)
            waiting.remove(future)      # answered, so she is off the line
            count += 1
        print("told", count, "friends")
        self.write(str(count))

    def on_connection_close(self):
        if self.future in waiting:
            waiting.remove(self.future)


def make_app():
    return Application([("/news", News)])
