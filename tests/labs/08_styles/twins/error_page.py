"""Nobody looks at the error."""

from tornado.concurrent import Future


def find_with_callback(ask, guest, tell):
    def arrived(answer):
        text = answer.body
        print("the directory says:", text)
        tell(text, None)

    ask(guest, arrived)


def find_with_future(ask, guest):
    promise = Future()
    find_with_callback(ask, guest, lambda text, problem: promise.set_result(text))
    return promise


async def find_with_await(ask, guest):
    text = await find_with_future(ask, guest)
    return text
