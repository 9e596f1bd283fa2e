import asyncio

from tornado.ioloop import IOLoop
from tornado.locks import Condition
from tornado.web import Application, RequestHandler


class Board:
    def __init__(self):
        self.texts, self.more, self.waiting = [], Condition(), 0


class News(RequestHandler):
    def initialize(self, board):
        self.board, self.gone = board, False

    async def get(self):
        heard = int(self.get_query_argument("heard"))
        self.waits = heard >= len(self.board.texts)
        self.board.waiting += self.waits
        while heard >= len(self.board.texts):
            await self.board.more.wait()
        if not self.gone:
            self.finish(self.board.texts[heard])

    async def post(self):
        self.board.texts.append(self.request.body.decode("utf-8"))
        self.board.more.notify_all()
        told, self.board.waiting = self.board.waiting, 0
        await asyncio.sleep(0)
        self.write(f"{told}")

    def on_connection_close(self):
        # Only those who are on the line: this one would have been answered else.
        self.gone = True
        self.board.waiting -= 1


def make_app():
    print("debug: open")
    assert IOLoop.current()
    return Application([(r"/news", News, {"board": Board()})])
