from time import sleep

from tornado import gen, web


class Oven(web.RequestHandler):
    @gen.coroutine
    def get(self):
        customer = self.get_query_argument("name")
        print("baking for", customer)
        self.heat(float(self.get_query_argument("seconds")))
        self.finish("cake for " + customer)

    def heat(self, duration):
        sleep(duration / 2)
        sleep(duration - duration / 2)


class Door(web.RequestHandler):
    async def get(self):
        self.finish("hello, " + self.get_query_argument("name"))


def make_app():
    routes = [web.url(r"/cake", Oven), web.url(r"/hello", Door)]
    return web.Application(routes)
