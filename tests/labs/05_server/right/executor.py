import time
from concurrent.futures import ThreadPoolExecutor

from tornado import web
from tornado.concurrent import run_on_executor


class Oven(web.RequestHandler):
    executor = ThreadPoolExecutor(16)

    @run_on_executor
    def bake(self, duration):
        time.sleep(duration)
        return "cake for "

    async def get(self):
        text = await self.bake(float(self.get_query_argument("seconds")))
        self.finish(text + self.get_query_argument("name"))


class Door(web.RequestHandler):
    async def get(self):
        self.finish("hello, " + self.get_query_argument("name"))


def make_app():
    return web.Application([(r"/cake", Oven), (r"/hello", Door)])
