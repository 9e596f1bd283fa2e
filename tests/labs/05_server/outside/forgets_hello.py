import asyncio

from tornado.web import Application, RequestHandler


class Cake(RequestHandler):
    async def get(self):
        await asyncio.sleep(float(self.get_argument("seconds")))
        self.write(f"cake for {self.get_argument('name')}")


def make_app():
    return Application([("/cake", Cake)])
