import asyncio
from tornado.web import Application, RequestHandler


class Switchboard:
    """Knows what was said and who is listening. One per app, no globals!"""

    def __init__(self):
        self.pieces: list[str] = []
        self.holding: set["News"] = set()

    def publish(self, text: str) -> int:
        self.pieces.append(text)
        friends, self.holding = self.holding, set()
        for friend in friends:
            friend.finish(text)      # answers right here ...
            friend.answered.set()    # ... and lets her get() come to its end
        return len(friends)


class News(RequestHandler):
    def initialize(self, board: Switchboard) -> None:
        self.board = board
        self.answered = asyncio.Event()

    async def get(self) -> None:
        heard = int(self.get_query_argument("heard"))
        try:
            self.write(self.board.pieces[heard])
        except IndexError:
            self.board.holding.add(self)
            await self.answered.wait()

    def post(self) -> None:
        print("Hedda says", self.request.body)
        self.write(str(self.board.publish(self.request.body.decode("utf-8"))))

    def on_connection_close(self) -> None:
        self.board.holding.discard(self)
        self.answered.set()


def make_app() -> Application:
    return Application([(r"/news", News, {"board": Switchboard()})])
