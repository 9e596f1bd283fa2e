"""Everybody is answered at once, 200 with an empty body: the cake is baked when the answer is gone.

`asyncio.create_task` starts the work and returns at once. Then `get` is done, and the answer leaves
without the cake; the later `write` only raises "Cannot write() after finish()". Await the work in
`get` itself: `await self.bake(...)`. Other visitors need no task for that: each request has a call
of `get` of its own.
"""

import asyncio

from tornado.web import Application, RequestHandler


class Cake(RequestHandler):
    async def get(self):
        name = self.get_argument("name")
        seconds = float(self.get_argument("seconds"))
        asyncio.create_task(self.bake(name, seconds))

    async def bake(self, name, seconds):
        await asyncio.sleep(seconds)
        self.write(f"cake for {name}")


class Hello(RequestHandler):
    def get(self):
        name = self.get_argument("name")
        self.write(f"hello, {name}")


def make_app():
    return Application([("/cake", Cake), ("/hello", Hello)])
