import time
from concurrent.futures import ThreadPoolExecutor

from tornado import ioloop, web

thread = ThreadPoolExecutor(max_workers=1)


class Oven(web.RequestHandler):
    async def get(self):
        duration = float(self.get_query_argument("seconds"))
        print("waiting for the thread")
        await ioloop.IOLoop.current().run_in_executor(thread, time.sleep, duration)
        self.finish("cake for " + self.get_query_argument("name"))


class Door(web.RequestHandler):
    async def get(self):
        self.finish("hello, " + self.get_query_argument("name"))


def make_app():
    return web.Application([(r"/cake", Oven), (r"/hello", Door)])
