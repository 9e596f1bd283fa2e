from asyncio import sleep

from tornado import web


class Bakery(web.RequestHandler):
    async def get(self, what):
        customer = self.get_query_argument("name")
        if what == "hello":
            self.finish("hello, " + customer)
            return
        nap = sleep(float(self.get_query_argument("seconds")))
        print("in the oven:", nap is not None)
        self.finish("cake for " + customer)


def make_app():
    return web.Application([(r"/(\w+)", Bakery)])
