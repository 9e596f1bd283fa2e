"""The first friend who holds the line holds the loop: nobody else is served, not even Hedda.

`wait` of a `threading.Event` or `threading.Condition` blocks the thread in which the loop runs. The
news could only come in that same thread, so it never comes. Await in `get` something that a loop
knows: a `Future`, an `asyncio.Event`, or a `tornado.locks.Condition`.
"""

import threading

from tornado.web import Application, RequestHandler

news = []
published = threading.Condition()


class News(RequestHandler):
    def get(self):
        heard = int(self.get_argument("heard"))
        with published:
            while heard >= len(news):
                published.wait()
        self.write(news[heard])

    def post(self):
        with published:
            news.append(self.request.body.decode())
            published.notify_all()
        self.write("0")


def make_app():
    return Application([("/news", News)])
