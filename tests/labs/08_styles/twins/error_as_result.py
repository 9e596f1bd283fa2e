"""Whichever there is becomes the result."""

from tornado.concurrent import Future


def find_with_callback(ask, guest, tell):
    ask(guest, lambda answer: tell(answer.body, answer.error))


def find_with_future(ask, guest):
    promise = Future()

    def fill(answer):
        print("got", answer)
        promise.set_result(answer.error or answer.body)

    ask(guest, fill)
    return promise


async def find_with_await(ask, guest):
    outcome = await find_with_future(ask, guest)
    print("outcome:", outcome)
    return outcome
