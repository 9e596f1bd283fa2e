"""The error is printed, and the body passed on."""

from tornado.concurrent import Future


def find_with_callback(ask, guest, tell):
    ask(guest, lambda answer: tell(answer.body, answer.error))


def find_with_future(ask, guest):
    promise = Future()

    def fill(text, problem):
        if problem:
            print("something went wrong:", problem)
        promise.set_result(text)

    find_with_callback(ask, guest, fill)
    return promise


async def find_with_await(ask, guest):
    text = await find_with_future(ask, guest)
    return text
