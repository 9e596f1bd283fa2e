"""fetch is given a function of two arguments."""

from tornado.concurrent import Future


def find_with_callback(ask, guest, tell):
    def answered(text, problem):
        print("never printed")
        tell(text, problem)

    print("asking for", guest)
    ask(guest, answered)


def find_with_future(ask, guest):
    promise = Future()
    find_with_callback(ask, guest, lambda text, problem: fill(promise, text, problem))
    return promise


def fill(promise, text, problem):
    if problem is not None:
        promise.set_exception(problem)
        return
    promise.set_result(text)


async def find_with_await(ask, guest):
    text = await find_with_future(ask, guest)
    return text
