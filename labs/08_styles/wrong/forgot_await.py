"""`find_with_await` returns the Future itself, at once, instead of what will be in it.

Whoever awaits `find_with_await` is given a Future that is still empty, and takes it for the answer.
Write `return await find_with_future(fetch, name)`: the `await` waits until the Future is filled,
and then returns its result or raises its error.
"""

import asyncio


def find_with_callback(fetch, name, callback):
    def on_response(response):
        if response.error:
            callback(None, response.error)
        else:
            callback(response.body, None)

    fetch(name, on_response)


def find_with_future(fetch, name):
    future = asyncio.Future()

    def on_answer(body, error):
        if error:
            future.set_exception(error)
        else:
            future.set_result(body)

    find_with_callback(fetch, name, on_answer)
    return future


async def find_with_await(fetch, name):
    return find_with_future(fetch, name)
