import asyncio

from tornado.web import Application, RequestHandler


class Cake(RequestHandler):
    async def get(self):
        await asyncio.sleep(float(self.get_argument("seconds")) / 2)
        self.write(f"cake for {self.get_argument('name')}")


class Hello(RequestHandler):
    async def get(self):
        self.write(f"hello, {self.get_argument('name')}")


def make_app():
    return Application([("/cake", Cake), ("/hello", Hello)])
