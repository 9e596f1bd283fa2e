"""A function that unpacks the answer raises the error."""

from tornado.concurrent import Future


def find_with_callback(ask, guest, tell):
    ask(guest, lambda answer: tell(answer.body, answer.error))


def unpacked(answer):
    if answer.error is None:
        return answer.body
    print("something went wrong:", answer.error)
    raise answer.error


def find_with_future(ask, guest):
    promise = Future()
    ask(guest, lambda answer: promise.set_result(unpacked(answer)))
    return promise


async def find_with_await(ask, guest):
    text = await find_with_future(ask, guest)
    print("found", text)
    return text
