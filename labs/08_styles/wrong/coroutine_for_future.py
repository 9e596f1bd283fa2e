"""`find_with_future` returns a coroutine, not a Future: nothing has been asked for yet.

An `async def` function always does that, whatever it returns inside. A coroutine begins only when
somebody awaits it; a Future is a promise that is on its way already. Write a plain `def` that makes
the Future, calls `fetch`, and returns the Future at once, without an `await`.
"""

import asyncio


def find_with_callback(fetch, name, callback):
    def on_response(response):
        if response.error:
            callback(None, response.error)
        else:
            callback(response.body, None)

    fetch(name, on_response)


async def find_with_future(fetch, name):
    future = asyncio.Future()

    def on_answer(body, error):
        if error:
            future.set_exception(error)
        else:
            future.set_result(body)

    find_with_callback(fetch, name, on_answer)
    return await future


async def find_with_await(fetch, name):
    return await find_with_future(fetch, name)
