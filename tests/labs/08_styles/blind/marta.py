"""One question in three styles: with a callback, with a Future, with await."""

import asyncio


def find_with_callback(fetch, name, callback):
    def on_response(response):
        if response.error is None:
            callback(response.body, None)
        else:
            callback(None, response.error)

    fetch(name, on_response)


def find_with_future(fetch, name):
    future = asyncio.Future()

    def on_answer(body, error):
        if error is None:
            future.set_result(body)
        else:
            future.set_exception(error)

    find_with_callback(fetch, name, on_answer)
    return future


async def find_with_await(fetch, name):
    return await find_with_future(fetch, name)
