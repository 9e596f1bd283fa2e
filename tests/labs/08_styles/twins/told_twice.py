"""Each half of the answer is told by itself."""

from tornado.concurrent import Future


def find_with_callback(ask, guest, tell):
    def arrived(answer):
        if answer.error is not None:
            print("telling of an error")
            tell(None, answer.error)
        print("telling of a text")
        tell(answer.body, None)

    ask(guest, arrived)


def find_with_future(ask, guest):
    promise = Future()
    find_with_callback(ask, guest, lambda text, problem: fill(promise, text, problem))
    return promise


def fill(promise, text, problem):
    if problem is not None:
        promise.set_exception(problem)
    else:
        promise.set_result(text)


async def find_with_await(ask, guest):
    text = await find_with_future(ask, guest)
    return text
