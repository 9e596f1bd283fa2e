import asyncio

from tornado.web import Application, RequestHandler

texts, line = [], []


class News(RequestHandler):
    async def get(self):
        heard = int(self.get_argument("heard"))
        if heard >= len(texts):
            told = asyncio.Future()
            line.append(told)
            await told
        self.write(texts[heard])

    def post(self):
        texts.append(self.request.body.decode())
        for told in line:
            if not told.done():
                told.set_result(True)
        self.write(str(len(line)))


def make_app():
    return Application([("/news", News)])
