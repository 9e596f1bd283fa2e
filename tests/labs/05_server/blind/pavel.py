"""A bakery's server, now async."""

import asyncio
import time

from tornado.web import Application, RequestHandler


async def bake(seconds):
    time.sleep(seconds)


class Cake(RequestHandler):
    async def get(self):
        name = self.get_argument("name")
        seconds = float(self.get_argument("seconds"))
        # a task, so that the others can go on meanwhile
        await asyncio.create_task(bake(seconds))
        self.write(f"cake for {name}")


class Hello(RequestHandler):
    async def get(self):
        name = self.get_argument("name")
        self.write(f"hello, {name}")


def make_app():
    return Application([("/cake", Cake), ("/hello", Hello)])


async def main():
    make_app().listen(8888)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
