from concurrent import futures
from time import sleep

from tornado import web


class Bakery(web.RequestHandler):
    threads = futures.ThreadPoolExecutor(max_workers=5)

    def heat(self, duration, customer):
        sleep(duration)
        return "cake for " + customer

    async def get(self, what):
        customer = self.get_query_argument("name")
        text = "hello, " + customer
        if what == "cake":
            duration = float(self.get_query_argument("seconds"))
            job = self.threads.submit(self.heat, duration, customer)
            print("thread started")
            text = job.result()
        self.finish(text)


def make_app():
    return web.Application([(r"/(cake|hello)", Bakery)])
