"""All in one async def, under two names."""

from tornado.concurrent import Future


def find_with_callback(ask, guest, tell):
    ask(guest, lambda answer: tell(answer.body, answer.error))


async def find_with_await(ask, guest):
    print("now I am asking for", guest)
    promise = Future()
    ask(guest, promise.set_result)
    answer = await promise
    if answer.error:
        raise answer.error
    return answer.body


find_with_future = find_with_await
