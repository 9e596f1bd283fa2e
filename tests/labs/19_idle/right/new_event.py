import asyncio

import tornado.web


class Hedda(tornado.web.RequestHandler):
    news, friends = [], []
    event = None

    async def get(self):
        number = int(self.get_argument("heard"))
        if number not in range(len(Hedda.news)):
            if Hedda.event is None:
                Hedda.event = asyncio.Event()
            Hedda.friends.append(self)
            try:
                self.waiting = asyncio.ensure_future(Hedda.event.wait())
                await self.waiting
            except asyncio.CancelledError:
                return
            finally:
                if self in Hedda.friends:
                    Hedda.friends.remove(self)
        self.write(Hedda.news[number])

    def post(self):
        Hedda.news += [self.request.body.decode()]
        self.write(str(len(Hedda.friends)))
        if Hedda.event is not None:
            Hedda.event.set()
            Hedda.event = None
        Hedda.friends = []

    def on_connection_close(self):
        if self in Hedda.friends:
            self.waiting.cancel()


def make_app():
    return tornado.web.Application([("/news", Hedda)])
