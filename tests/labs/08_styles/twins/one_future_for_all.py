"""One desk, and on it room for one promise."""

from tornado.concurrent import Future


class Desk:
    promise = None

    def fill(self, answer):
        print("an answer:", answer)
        if answer.error:
            self.promise.set_exception(answer.error)
            return
        self.promise.set_result(answer.body)


desk = Desk()


def find_with_callback(ask, guest, tell):
    ask(guest, lambda answer: tell(answer.body, answer.error))


def find_with_future(ask, guest):
    desk.promise = Future()
    ask(guest, desk.fill)
    return desk.promise


async def find_with_await(ask, guest):
    text = await find_with_future(ask, guest)
    return text
