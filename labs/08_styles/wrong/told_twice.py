"""Where there is an error, you call back twice.

Whoever gave you the callback relies on being called once. A Future that is filled in it even raises
InvalidStateError the second time. Most often the code just goes on after the `if`: put the call
with the body into an `else`, or `return` after the call with the error.
"""

import asyncio


def find_with_callback(fetch, name, callback):
    def on_response(response):
        if response.error:
            callback(None, response.error)
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
    return await find_with_future(fetch, name)
