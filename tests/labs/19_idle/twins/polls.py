import tornado.web
from tornado import gen


class Line(tornado.web.RequestHandler):
    pieces, callers = [], []
    gone = False

    @gen.coroutine
    def get(self):
        known = int(self.get_query_argument("heard"))
        self.callers.append(self)
        while True:
            if known < len(self.pieces):
                self.finish(self.pieces[known])
                break
            if self.gone:
                print("debug: nobody there")
                return
            yield gen.sleep(0.1)
        self.callers.remove(self)

    def post(self):
        self.pieces.append(self.request.body.decode("utf-8"))
        self.finish(f"{len(self.callers)}")
        print("debug: published")

    def on_connection_close(self):
        self.gone = True
        if self in self.callers:
            self.callers.remove(self)


def make_app():
    return tornado.web.Application([("/news", Line)], debug=False)
