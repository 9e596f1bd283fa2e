# I learned Tornado from an old book, so: generators!
import asyncio

from tornado import gen, web


class BaseHandler(web.RequestHandler):
    @property
    def visitor(self):
        return self.get_query_argument("name")


class CakeHandler(BaseHandler):
    @gen.coroutine
    def get(self):
        print("into the oven:", self.visitor)
        yield gen.sleep(float(self.get_query_argument("seconds")))
        print("out of the oven:", self.visitor)
        self.finish("cake for %s" % self.visitor)


class HelloHandler(BaseHandler):
    def get(self):
        self.finish("hello, %s" % self.visitor)


def make_app():
    return web.Application([
        (r"/cake", CakeHandler),
        (r"/hello", HelloHandler),
    ])


async def main():
    make_app().listen(8888)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
