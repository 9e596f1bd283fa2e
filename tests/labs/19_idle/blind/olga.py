"""News for friends, the old way with gen.coroutine and a Condition."""

from tornado import gen
from tornado.locks import Condition
from tornado.web import Application, RequestHandler


class News(RequestHandler):
    hung_up = False

    @gen.coroutine
    def get(self):
        app = self.application
        heard = int(self.get_argument("heard"))
        if heard >= len(app.news):
            app.on_the_line.add(self)
        while heard >= len(app.news):
            yield app.more.wait()
        if not self.hung_up:
            self.write(app.news[heard])

    def post(self):
        app = self.application
        app.news.append(self.request.body.decode())
        # count NOW, the friends wake up only later
        n = len(app.on_the_line)
        app.on_the_line.clear()
        app.more.notify_all()
        self.finish(str(n))

    def on_connection_close(self):
        self.hung_up = True
        self.application.on_the_line.discard(self)


def make_app():
    app = Application([("/news", News)])
    app.news = []
    app.on_the_line = set()
    app.more = Condition()
    return app
