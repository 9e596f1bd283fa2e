from tornado import gen, web

customer = None


class Bakery(web.RequestHandler):
    @gen.coroutine
    def get(self, what):
        global customer
        if what == "hello":
            self.finish("hello, " + self.get_query_argument("name"))
        else:
            customer = self.get_query_argument("name")
            print("debug: customer is", customer)
            yield gen.sleep(float(self.get_query_argument("seconds")))
            self.finish("cake for " + customer)


def make_app():
    return web.Application([(r"/(cake|hello)", Bakery)])
