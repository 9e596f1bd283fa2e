"""Everybody is answered at once, 200 with an empty body, and no cake is ever baked.

To call an `async def` function only builds a coroutine object; it runs when somebody awaits it.
Here nobody does, so `get` is done at once, and when `get` is done the answer leaves, with whatever
was written until then: nothing. Write `await` before the call, in an `async def get(self)`.
"""

import asyncio

from tornado.web import Application, RequestHandler


class Cake(RequestHandler):
    def get(self):
        name = self.get_argument("name")
        seconds = float(self.get_argument("seconds"))
        self.bake(name, seconds)

    async def bake(self, name, seconds):
        await asyncio.sleep(seconds)
        self.write(f"cake for {name}")


class Hello(RequestHandler):
    def get(self):
        name = self.get_argument("name")
        self.write(f"hello, {name}")


def make_app():
    return Application([("/cake", Cake), ("/hello", Hello)])
