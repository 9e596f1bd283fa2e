"""The Future gets whatever comes."""

from tornado.concurrent import Future


def find_with_callback(ask, guest, tell):
    ask(guest, lambda answer: tell(answer.body, answer.error))


def find_with_future(ask, guest):
    promise = Future()

    def fill(answer):
        print("got", answer)
        promise.set_result(answer)

    ask(guest, fill)
    return promise


async def find_with_await(ask, guest):
    answer = await find_with_future(ask, guest)
    print("returning", answer)
    return answer
