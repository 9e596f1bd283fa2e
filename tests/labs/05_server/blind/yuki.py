"""A bakery's server. With a callback and a Future, to see how it works below."""

import asyncio

from tornado.concurrent import Future
from tornado.ioloop import IOLoop
from tornado.web import Application, RequestHandler


class Cake(RequestHandler):
    def get(self):
        name = self.get_argument("name")
        seconds = float(self.get_argument("seconds"))
        baked = Future()

        def take_out():
            self.write(f"cake for {name}")
            baked.set_result(None)

        IOLoop.current().call_later(seconds, take_out)
        return baked    # tornado waits for this before it sends the answer


class Hello(RequestHandler):
    async def get(self):
        self.write("hello, " + self.get_argument("name"))


def make_app():
    return Application([("/cake", Cake), ("/hello", Hello)])


async def main():
    make_app().listen(8888)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
