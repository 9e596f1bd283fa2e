"""One visitor at a time: time.sleep holds the loop, and the whole server stands still.

There is one loop for all visitors. While `get` is in `time.sleep`, the loop can call no other
handler, not even the one for hello. `async def` alone changes nothing: only an `await` on something
that is not ready yet gives the loop back. Write `async def get(self)`, and in it
`await asyncio.sleep(seconds)` where you wrote `time.sleep(seconds)`.
"""

import time

from tornado.web import Application, RequestHandler


class Cake(RequestHandler):
    async def get(self):
        name = self.get_argument("name")
        seconds = float(self.get_argument("seconds"))
        time.sleep(seconds)
        self.write(f"cake for {name}")


class Hello(RequestHandler):
    def get(self):
        name = self.get_argument("name")
        self.write(f"hello, {name}")


def make_app():
    return Application([("/cake", Cake), ("/hello", Hello)])
