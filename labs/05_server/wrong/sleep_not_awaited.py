"""Everybody gets a cake at once: nobody waits for the oven.

`asyncio.sleep(seconds)` only builds a coroutine object, and returns at once. It sleeps when it is
awaited. Python warned you: "coroutine ... was never awaited". Write
`await asyncio.sleep(seconds)`, in an `async def get(self)`.
"""

import asyncio

from tornado.web import Application, RequestHandler


class Cake(RequestHandler):
    async def get(self):
        name = self.get_argument("name")
        seconds = float(self.get_argument("seconds"))
        asyncio.sleep(seconds)
        self.write(f"cake for {name}")


class Hello(RequestHandler):
    def get(self):
        name = self.get_argument("name")
        self.write(f"hello, {name}")


def make_app():
    return Application([("/cake", Cake), ("/hello", Hello)])
