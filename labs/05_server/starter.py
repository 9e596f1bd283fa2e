"""A bakery's server, for one visitor at a time."""

import asyncio
import time

from tornado.web import Application, RequestHandler


class Cake(RequestHandler):
    def get(self):
        name = self.get_argument("name")
        seconds = float(self.get_argument("seconds"))
        # TODO: while a cake is in the oven, nobody is answered. Let the cakes bake side by side.
        time.sleep(seconds)
        self.write(f"cake for {name}")


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
