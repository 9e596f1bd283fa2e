import tornado.web
from tornado.locks import Condition


class Line(tornado.web.RequestHandler):
    pieces, bell = [], Condition()
    waiting = 0

    async def get(self):
        known = int(self.get_query_argument("heard"))
        while known == len(self.pieces):
            Line.waiting += 1
            print("debug: waiting", Line.waiting)
            await self.bell.wait()
        self.finish(self.pieces[known])

    async def post(self):
        told, Line.waiting = Line.waiting, 0
        self.pieces.append(self.request.body.decode("utf-8"))
        self.finish(f"{told}")
        self.bell.notify_all()


def make_app():
    return tornado.web.Application([("/news", Line)], debug=False)
