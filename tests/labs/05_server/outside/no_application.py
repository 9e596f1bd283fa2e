from tornado.web import RequestHandler


class Cake(RequestHandler):
    async def get(self):
        self.write("cake")


def make_app():
    return [("/cake", Cake)]
