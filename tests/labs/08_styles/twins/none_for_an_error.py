"""The body is set only if there is one, the Future always."""

from tornado.concurrent import Future


def find_with_callback(ask, guest, tell):
    ask(guest, lambda answer: tell(answer.body, answer.error))


def find_with_future(ask, guest):
    promise = Future()

    def fill(answer):
        text = None
        if not answer.error:
            text = answer.body
        print("the text is", text)
        promise.set_result(text)

    ask(guest, fill)
    return promise


async def find_with_await(ask, guest):
    text = await find_with_future(ask, guest)
    return text
