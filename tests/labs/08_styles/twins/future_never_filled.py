"""The error is printed, and that is all."""

from tornado.concurrent import Future


def find_with_callback(ask, guest, tell):
    ask(guest, lambda answer: tell(answer.body, answer.error))


def find_with_future(ask, guest):
    promise = Future()

    def fill(answer):
        if answer.error:
            print("something went wrong:", answer.error)
            return
        promise.set_result(answer.body)

    ask(guest, fill)
    return promise


async def find_with_await(ask, guest):
    text = await find_with_future(ask, guest)
    return text
