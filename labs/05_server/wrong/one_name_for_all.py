"""The cakes bake side by side, but visitors get a cake with the name of somebody else.

`await` gives the loop to other requests, and they change what all requests share: a global, or an
attribute of the class. When the cake is ready, the name is that of the last one who asked. Keep
what belongs to one visitor in local variables of `get`, or in attributes of `self`: there is a
handler object of its own for each request.
"""

import asyncio

from tornado.web import Application, RequestHandler


class Cake(RequestHandler):
    async def get(self):
        Cake.name = self.get_argument("name")
        await asyncio.sleep(float(self.get_argument("seconds")))
        self.write(f"cake for {Cake.name}")


class Hello(RequestHandler):
    def get(self):
        name = self.get_argument("name")
        self.write(f"hello, {name}")


def make_app():
    return Application([("/cake", Cake), ("/hello", Hello)])
