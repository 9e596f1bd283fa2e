"""With callbacks, I like them better than await."""

import asyncio

from tornado.web import Application, RequestHandler


def make_app():
    news = []
    waiting = {}    # handler -> future

    class Handler(RequestHandler):
        def get(self):
            heard = int(self.get_argument("heard"))
            if heard < len(news):
                self.write(news[heard])
                return None
            future = asyncio.Future()
            future.add_done_callback(self.tell)
            waiting[self] = future
            return future       # tornado waits for what get returns

        def tell(self, future):
            if not future.cancelled():
                self.write(future.result())

        def post(self):
            text = self.request.body.decode()
            news.append(text)
            n = 0
            for handler in list(waiting):
                waiting.pop(handler).set_result(text)
                n += 1
            self.write("%d" % n)

        def on_connection_close(self):
            waiting.pop(self, None)

    return Application([("/news", Handler)])
