"""One visitor at a time: a thread bakes, but `.result()` holds the loop until the thread is done.

The thread is right, the waiting is not: `result()` of a Future of `concurrent.futures` blocks
whoever calls it, and here that is the loop. Await the thread instead:
`await IOLoop.current().run_in_executor(None, time.sleep, seconds)`, in an `async def get(self)`.
"""

import time
from concurrent.futures import ThreadPoolExecutor

from tornado.web import Application, RequestHandler

pool = ThreadPoolExecutor(8)


class Cake(RequestHandler):
    def get(self):
        name = self.get_argument("name")
        seconds = float(self.get_argument("seconds"))
        pool.submit(time.sleep, seconds).result()
        self.write(f"cake for {name}")


class Hello(RequestHandler):
    def get(self):
        name = self.get_argument("name")
        self.write(f"hello, {name}")


def make_app():
    return Application([("/cake", Cake), ("/hello", Hello)])
