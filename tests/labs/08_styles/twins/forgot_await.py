"""The Future is looked at, and handed on."""

from tornado.concurrent import Future


def find_with_callback(ask, guest, tell):
    ask(guest, lambda answer: tell(answer.body, answer.error))


def find_with_future(ask, guest):
    promise = Future()

    def fill(answer):
        if not answer.error:
            promise.set_result(answer.body)
            return
        promise.set_exception(answer.error)

    ask(guest, fill)
    return promise


async def find_with_await(ask, guest):
    text = find_with_future(ask, guest)
    print("found:", text)
    return text
