"""The exception is set, and set again."""

from tornado.concurrent import Future


def find_with_callback(ask, guest, tell):
    ask(guest, lambda answer: tell(answer.body, answer.error))


def find_with_future(ask, guest):
    promise = Future()

    def fill(answer):
        if answer.error is not None:
            print("something went wrong:", answer.error)
            promise.set_exception(answer.error)
        promise.set_result(answer.body)
        print("filled")

    ask(guest, fill)
    return promise


async def find_with_await(ask, guest):
    text = await find_with_future(ask, guest)
    return text
