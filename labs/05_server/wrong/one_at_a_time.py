"""Hello is answered at once, but the cakes are baked one after the other.

Your handlers give the loop back, but they all wait for one thing that serves one at a time: a lock,
or an executor with a single thread. Nothing here needs a lock, and asyncio.sleep needs no thread:
`await asyncio.sleep(seconds)` in each call of `get`, and nothing around it.
"""

import asyncio

from tornado.web import Application, RequestHandler

oven = asyncio.Lock()


class Cake(RequestHandler):
    async def get(self):
        name = self.get_argument("name")
        seconds = float(self.get_argument("seconds"))
        async with oven:
            await asyncio.sleep(seconds)
        self.write(f"cake for {name}")


class Hello(RequestHandler):
    def get(self):
        name = self.get_argument("name")
        self.write(f"hello, {name}")


def make_app():
    return Application([("/cake", Cake), ("/hello", Hello)])
