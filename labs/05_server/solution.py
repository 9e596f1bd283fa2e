"""The handler awaits the oven, and gives the loop back to all others meanwhile."""

import asyncio

from tornado.web import Application, RequestHandler


class Cake(RequestHandler):
    async def get(self):
        name = self.get_argument("name")
        seconds = float(self.get_argument("seconds"))
        await asyncio.sleep(seconds)
        self.write(f"cake for {name}")


class Hello(RequestHandler):
    def get(self):
        name = self.get_argument("name")
        self.write(f"hello, {name}")


def make_app():
    return Application([("/cake", Cake), ("/hello", Hello)])
