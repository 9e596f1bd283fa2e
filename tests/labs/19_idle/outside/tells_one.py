from tornado.locks import Condition
from tornado.web import Application, RequestHandler

texts, more, line = [], Condition(), set()


class News(RequestHandler):
    async def get(self):
        heard = int(self.get_argument("heard"))
        if heard >= len(texts):
            line.add(self)
            await more.wait()
        self.write(texts[heard])

    def post(self):
        texts.append(self.request.body.decode())
        more.notify()
        self.write(str(len(line)))
        line.clear()

    def on_connection_close(self):
        line.discard(self)


def make_app():
    return Application([("/news", News)])
