from datetime import timedelta
from functools import partial

from tornado import ioloop, web


class Oven(web.RequestHandler):
    async def get(self):
        customer = self.get_query_argument("name")
        duration = timedelta(seconds=float(self.get_query_argument("seconds")))
        ready = partial(self.ready, customer)
        ioloop.IOLoop.current().add_timeout(duration, ready)
        print("timer set for", customer)

    def ready(self, customer):
        print("ready:", customer)
        self.finish("cake for " + customer)


class Door(web.RequestHandler):
    async def get(self):
        self.finish("hello, " + self.get_query_argument("name"))


def make_app():
    return web.Application([(r"/cake", Oven), (r"/hello", Door)])
