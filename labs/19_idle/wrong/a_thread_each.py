"""A friend who only waits holds a whole thread, and the executor has not many of them.

The loop stays free, but each open request costs a thread; when all threads wait, the next friend
does not even begin to hold the line. Waiting needs no thread: await in `get` a `Future` of the
friend's own, and let `post` fill it.
"""

import asyncio
import threading

from tornado.web import Application, RequestHandler

news = []
on_the_line = set()
published = threading.Condition()


def wait_for(heard):
    with published:
        while heard >= len(news):
            published.wait()


class News(RequestHandler):
    async def get(self):
        heard = int(self.get_argument("heard"))
        if heard >= len(news):
            on_the_line.add(self)
            await asyncio.to_thread(wait_for, heard)
        self.write(news[heard])

    def post(self):
        with published:
            news.append(self.request.body.decode())
            published.notify_all()
        self.write(str(len(on_the_line)))
        on_the_line.clear()

    def on_connection_close(self):
        on_the_line.discard(self)


def make_app():
    return Application([("/news", News)])
