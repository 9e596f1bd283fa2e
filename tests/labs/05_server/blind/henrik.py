"""A bakery's server."""

import asyncio

from tornado.ioloop import IOLoop
from tornado.web import Application, RequestHandler


class Cake(RequestHandler):
    def get(self):
        name = self.get_argument("name")
        seconds = float(self.get_argument("seconds"))
        # don't wait here, let the loop call us when the cake is ready
        IOLoop.current().call_later(seconds, self.ready, name)

    def ready(self, name):
        self.write(f"cake for {name}")
        self.finish()


class Hello(RequestHandler):
    def get(self):
        name = self.get_argument("name")
        self.write(f"hello, {name}")


def make_app():
    return Application([("/cake", Cake), ("/hello", Hello)])


async def main():
    make_app().listen(8888)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
