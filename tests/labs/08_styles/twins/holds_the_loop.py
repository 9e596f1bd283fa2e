"""A list that is watched, with naps."""

from time import sleep

from tornado.concurrent import Future


def find_with_callback(ask, guest, tell):
    ask(guest, lambda answer: tell(answer.body, answer.error))


def find_with_future(ask, guest):
    promise = Future()

    def fill(answer):
        if not answer.error:
            promise.set_result(answer.body)
            return
        promise.set_exception(answer.error)

    ask(guest, fill)
    return promise


async def find_with_await(ask, guest):
    post = []
    ask(guest, post.append)
    while len(post) == 0:
        sleep(10)
    if post[0].error:
        raise post[0].error
    return post[0].body
