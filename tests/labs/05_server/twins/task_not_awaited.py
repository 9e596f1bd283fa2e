from asyncio import ensure_future, sleep

from tornado import web

kept = set()


class Oven(web.RequestHandler):
    def get(self):
        job = ensure_future(self.heat(self.get_query_argument("name")))
        kept.add(job)
        job.add_done_callback(kept.discard)
        print("cakes in the oven:", len(kept))

    async def heat(self, customer):
        for _ in range(2):
            await sleep(float(self.get_query_argument("seconds")) / 2)
        print("ready for", customer)
        self.write("cake for " + customer)


class Door(web.RequestHandler):
    async def get(self):
        self.finish("hello, " + self.get_query_argument("name"))


def make_app():
    return web.Application([(r"/cake", Oven), (r"/hello", Door)])
