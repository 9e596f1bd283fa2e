"""One baker takes the orders from a queue, so no handler ever blocks."""

import asyncio

from tornado.web import Application, RequestHandler

orders = None       # made at the first cake, when the loop runs
baker = None


async def bake_all():
    while True:
        name, seconds, ready = await orders.get()
        await asyncio.sleep(seconds)
        ready.set_result(f"cake for {name}")


class Cake(RequestHandler):
    async def get(self):
        global orders, baker
        if baker is None or baker.done():
            orders = asyncio.Queue()
            baker = asyncio.create_task(bake_all())
        ready = asyncio.get_running_loop().create_future()
        orders.put_nowait((self.get_argument("name"), float(self.get_argument("seconds")), ready))
        self.write(await ready)


class Hello(RequestHandler):
    def get(self):
        self.write(f"hello, {self.get_argument('name')}")


def make_app():
    return Application([("/cake", Cake), ("/hello", Hello)])


async def main():
    make_app().listen(8888)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
