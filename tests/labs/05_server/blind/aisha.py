"""A bakery's server, for many visitors at a time."""

import asyncio

from tornado.web import Application, RequestHandler


class Cake(RequestHandler):
    async def get(self):
        # keep the order in the application, so that other methods find it
        self.application.name = self.get_argument("name")
        self.application.seconds = float(self.get_argument("seconds"))
        await self.bake()
        self.write(f"cake for {self.application.name}")

    async def bake(self):
        await asyncio.sleep(self.application.seconds)


class Hello(RequestHandler):
    async def get(self):
        self.write(f"hello, {self.get_argument('name')}")


def make_app():
    return Application([("/cake", Cake), ("/hello", Hello)])


async def main():
    make_app().listen(8888)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
