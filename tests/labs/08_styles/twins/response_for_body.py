"""The answer goes from hand to hand, unopened."""

from tornado.concurrent import Future


def find_with_callback(ask, guest, tell):
    ask(guest, lambda answer: tell(None, answer.error) if answer.error else tell(answer, None))


def find_with_future(ask, guest):
    promise = Future()

    def fill(answer):
        print("got", answer)
        if answer.error is not None:
            promise.set_exception(answer.error)
            return
        promise.set_result(answer)

    ask(guest, fill)
    return promise


async def find_with_await(ask, guest):
    text = await find_with_future(ask, guest)
    return text
