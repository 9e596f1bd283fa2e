"""News for friends: who asks is answered with the newest."""

import asyncio

from tornado.locks import Condition
from tornado.web import Application, RequestHandler

news = []
handlers = []
condition = Condition()


class News(RequestHandler):
    async def get(self):
        heard = int(self.get_argument("heard"))
        if heard == len(news):
            # she knows everything already
            handlers.append(self)
            await condition.wait()
        # now there is something new: the last one in the list
        self.write(news[-1])

    async def post(self):
        news.append(self.request.body.decode())
        self.write(f"{len(handlers)}")
        handlers.clear()
        condition.notify_all()

    def on_connection_close(self):
        if self in handlers:
            handlers.remove(self)


def make_app():
    return Application([("/news", News)])


async def main():
    make_app().listen(8888)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
