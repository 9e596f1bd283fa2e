from tornado import gen
from tornado.concurrent import Future
from tornado.web import Application, RequestHandler


class Publisher:
    """A callback for each friend, one Future for each handler."""

    def __init__(self):
        self.pieces = []
        self.listeners = {}

    def listen(self, who, callback):
        self.listeners[who] = callback

    def publish(self, text):
        self.pieces.append(text)
        listeners, self.listeners = self.listeners, {}
        for callback in listeners.values():
            callback(text)
        return len(listeners)


def make_app():
    publisher = Publisher()

    class News(RequestHandler):
        @gen.coroutine
        def get(self):
            rest = publisher.pieces[int(self.get_argument("heard")) :]
            if rest:
                self.write(rest[0])
                return
            told = Future()
            publisher.listen(self, told.set_result)
            self.write((yield told))

        def post(self):
            self.write(str(publisher.publish(self.request.body.decode())))

        def on_connection_close(self):
            publisher.listeners.pop(self, None)

    return Application([("/news", News)])
