"""Errors end at the first step."""

from tornado.concurrent import Future


def find_with_callback(ask, guest, tell):
    def arrived(answer):
        if answer.error:
            print("something went wrong:", answer.error)
            return
        tell(answer.body, None)

    ask(guest, arrived)


def find_with_future(ask, guest):
    promise = Future()

    def fill(text, problem):
        if problem is not None:
            promise.set_exception(problem)
        else:
            promise.set_result(text)

    find_with_callback(ask, guest, fill)
    return promise


async def find_with_await(ask, guest):
    text = await find_with_future(ask, guest)
    return text
