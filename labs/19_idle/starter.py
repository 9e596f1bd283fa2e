"""News for friends: who asks is answered with what there is."""

import asyncio

from tornado.web import Application, RequestHandler

news = []


class News(RequestHandler):
    def get(self):
        heard = int(self.get_argument("heard"))
        # TODO: mostly there is nothing to say. Hold the line until there is.
        if heard < len(news):
            self.write(news[heard])

    def post(self):
        news.append(self.request.body.decode())
        self.write("0")


def make_app():
    return Application([("/news", News)])


async def main():
    make_app().listen(8888)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
