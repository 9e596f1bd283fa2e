from asyncio import Future

from tornado.ioloop import IOLoop
from tornado.web import Application, RequestHandler

baked = 0


class Cake(RequestHandler):
    def prepare(self):
        self.name = self.get_argument("name")

    def get(self):
        done = Future()
        IOLoop.current().call_later(float(self.get_argument("seconds")), self.ready, done)
        return done

    def ready(self, done):
        global baked
        baked += 1
        print("baked so far:", baked)
        self.write(f"cake for {self.name}")
        done.set_result(None)


class Hello(RequestHandler):
    def get(self):
        self.write(f"hello, {self.get_argument('name')}")


def make_app():
    return Application([("/cake", Cake), ("/hello", Hello)], debug=False)
