"""A bakery's server."""

import asyncio

from tornado.web import Application, RequestHandler


class Cake(RequestHandler):
    async def get(self):
        try:
            name = self.get_argument("name")
            seconds = int(self.get_argument("seconds"))
            await asyncio.sleep(seconds)
        except ValueError:
            pass    # somebody typed nonsense, he gets his cake at once
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
