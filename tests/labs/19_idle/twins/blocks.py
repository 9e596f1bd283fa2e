from threading import Condition

import tornado.web


class Line(tornado.web.RequestHandler):
    pieces, bell = [], Condition()

    async def get(self):
        print("debug: somebody calls")
        known = int(self.get_query_argument("heard"))
        with self.bell:
            self.bell.wait_for(lambda: len(self.pieces) > known)
        self.finish(self.pieces[known])

    async def post(self):
        piece = self.request.body.decode("utf-8")
        print("debug:", piece)
        with self.bell:
            self.pieces.append(piece)
            self.bell.notify_all()
        self.finish("all of you")


def make_app():
    return tornado.web.Application([("/news", Line)], debug=False)
