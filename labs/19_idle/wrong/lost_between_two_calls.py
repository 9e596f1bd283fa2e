"""News that comes while a friend is not on the line never reaches her.

Everybody who calls waits for the next piece, even who has not heard the one before. Between an
answer and the next request there is always a moment without a line, and what is published then is
lost. Keep a list of all news, and look at `heard` first: if there is more, answer at once.
"""

import asyncio

from tornado.web import Application, RequestHandler

on_the_line = []


class News(RequestHandler):
    async def get(self):
        self.line = asyncio.Future()
        on_the_line.append(self.line)
        self.write(await self.line)

    def post(self):
        for line in on_the_line:
            line.set_result(self.request.body.decode())
        self.write(str(len(on_the_line)))
        on_the_line.clear()

    def on_connection_close(self):
        if self.line in on_the_line:
            on_the_line.remove(self.line)
            self.line.set_result("")


def make_app():
    return Application([("/news", News)])
