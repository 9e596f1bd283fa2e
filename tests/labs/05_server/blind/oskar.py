"""A bakery with an Oven object that is given to the handlers."""

import asyncio

from tornado.web import Application, RequestHandler


class Oven:
    def __init__(self):
        self.baking = set()

    def put_in(self, name, seconds):
        task = asyncio.create_task(asyncio.sleep(seconds, f"cake for {name}"))
        self.baking.add(task)     # else the garbage collector may eat my cake
        task.add_done_callback(self.baking.discard)
        return task


class Cake(RequestHandler):
    def initialize(self, oven):
        self.oven = oven

    async def get(self):
        name, seconds = self.get_argument("name"), float(self.get_argument("seconds"))
        self.write(await self.oven.put_in(name, seconds))


class Hello(RequestHandler):
    def get(self):
        self.write(f"hello, {self.get_argument('name')}")


def make_app():
    return Application([("/cake", Cake, {"oven": Oven()}), ("/hello", Hello)])


async def main():
    make_app().listen(8888)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
