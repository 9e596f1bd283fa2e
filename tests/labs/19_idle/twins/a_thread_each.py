from threading import Condition

import tornado.web
from tornado.ioloop import IOLoop


class Line(tornado.web.RequestHandler):
    pieces, callers, bell = [], [], Condition()

    def sit(self, known):
        print("debug: one more thread")
        with self.bell:
            self.bell.wait_for(lambda: len(self.pieces) > known)
        return self.pieces[known]

    async def get(self):
        known = int(self.get_query_argument("heard"))
        if known < len(self.pieces):
            return self.finish(self.pieces[known])
        self.callers.append(id(self))
        self.finish(await IOLoop.current().run_in_executor(None, self.sit, known))

    async def post(self):
        piece = self.request.body.decode("utf-8")
        with self.bell:
            self.pieces.append(piece)
            self.bell.notify_all()
        self.finish(str(len(self.callers)))
        del self.callers[:]

    def on_connection_close(self):
        if id(self) in self.callers:
            self.callers.remove(id(self))


def make_app():
    return tornado.web.Application([("/news", Line)], debug=False)
