from tornado import gen, web


async def oven(handler):
    await gen.sleep(float(handler.get_query_argument("seconds")))
    handler.finish("cake for " + handler.get_query_argument("name"))


class Bakery(web.RequestHandler):
    async def get(self, what):
        print("GET", what)
        if what == "cake":
            later = oven(self)
            print(type(later).__name__)
        else:
            self.finish("hello, " + self.get_query_argument("name"))


def make_app():
    return web.Application([(r"/(cake|hello)", Bakery)])
