import tornado.web
from tornado.locks import Event


class Line(tornado.web.RequestHandler):
    pieces, callers, bell = [], [], Event()

    async def get(self):
        known = int(self.get_query_argument("heard"))
        if not self.bell.is_set():
            self.callers.append(self)
            print("debug: holds")
            await self.bell.wait()
            if self in self.callers:
                self.callers.remove(self)
        self.finish(self.pieces[known] if known < len(self.pieces) else self.pieces[-1])

    async def post(self):
        self.pieces.append(self.request.body.decode("utf-8"))
        print("debug: ring", len(self.pieces))
        self.bell.set()
        self.finish(f"{len(self.callers)}")

    def on_connection_close(self):
        if self in self.callers:
            self.callers.remove(self)


def make_app():
    return tornado.web.Application([("/news", Line)], debug=False)
