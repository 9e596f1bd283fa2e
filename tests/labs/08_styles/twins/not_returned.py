"""The Future stays at home."""

from tornado.concurrent import Future


def find_with_callback(ask, guest, tell):
    ask(guest, lambda answer: tell(answer.body, answer.error))


def find_with_future(ask, guest):
    promise = Future()

    def fill(answer):
        if not answer.error:
            promise.set_result(answer.body)
        else:
            promise.set_exception(answer.error)
        return promise

    ask(guest, fill)
    print("asked, the promise is", promise)


async def find_with_await(ask, guest):
    promise = find_with_future(ask, guest)
    text = await promise
    return text
