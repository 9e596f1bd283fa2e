import tornado.web
from tornado.locks import Condition


class Line(tornado.web.RequestHandler):
    latest, callers, bell = "", [], Condition()

    async def get(self):
        print("debug:", self.get_query_argument("heard"), "heard")
        self.callers.append(self)
        await self.bell.wait()
        self.finish(Line.latest)

    async def post(self):
        Line.latest = self.request.body.decode("utf-8")
        self.bell.notify_all()
        self.finish(f"{len(self.callers)}")
        self.callers.clear()

    def on_connection_close(self):
        if self in self.callers:
            self.callers.remove(self)
            print("debug: gone")


def make_app():
    return tornado.web.Application([("/news", Line)], debug=False)
