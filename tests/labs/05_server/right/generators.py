from tornado import gen, web


class Bakery(web.RequestHandler):
    @gen.coroutine
    def get(self, what):
        who = self.get_argument("name")
        if what == "cake":
            yield gen.sleep(float(self.get_argument("seconds")))
            self.write(f"cake for {who}")
        else:
            self.write(f"hello, {who}")


def make_app():
    return web.Application([(r"/(cake|hello)", Bakery)])
