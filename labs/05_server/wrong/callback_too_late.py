"""Everybody is answered at once, 200 with an empty body: your callback comes after the answer.

`call_later` returns at once, so `get` is done, and when `get` is done the answer leaves. Your
callback then meets a request that is over. In old books `@tornado.web.asynchronous` kept it open;
that is gone since Tornado 6.0. Write `async def get(self)` and `await asyncio.sleep(seconds)`, or
return from `get` a Future that your callback fills.
"""

from tornado.ioloop import IOLoop
from tornado.web import Application, RequestHandler


class Cake(RequestHandler):
    def get(self):
        name = self.get_argument("name")
        seconds = float(self.get_argument("seconds"))
        IOLoop.current().call_later(seconds, self.finish, f"cake for {name}")


class Hello(RequestHandler):
    def get(self):
        name = self.get_argument("name")
        self.write(f"hello, {name}")


def make_app():
    return Application([("/cake", Cake), ("/hello", Hello)])
