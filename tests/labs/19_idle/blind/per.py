"""News for friends: who asks is answered with what there is."""

import asyncio

from tornado.web import Application, RequestHandler

news = []
waiting = set()


class News(RequestHandler):
    async def get(self):
        heard = int(self.get_argument("heard"))
        if heard >= len(news):
            waiting.add(self)
            # NOT time.sleep, that would block everybody (lesson 1)
            while heard >= len(news) and self in waiting:
                await asyncio.sleep(0.05)
        if heard < len(news):
            self.write(news[heard])

    def post(self):
        news.append(self.request.body.decode())
        self.write(str(len(waiting)))
        waiting.clear()

    def on_connection_close(self):
        waiting.discard(self)


def make_app():
    return Application([("/news", News)])


async def main():
    make_app().listen(8888)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
