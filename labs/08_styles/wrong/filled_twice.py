"""Whoever waits is told right, but where there is an error you fill your Future twice.

A Future can be filled once. The second time raises InvalidStateError inside your callback, where
nobody but the loop sees it, and the loop logs it. Most often the code just goes on after the `if`:
put `future.set_result(...)` into an `else`, or `return` after `future.set_exception(...)`.
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
        future.set_result(body)

    find_with_callback(fetch, name, on_answer)
    return future


async def find_with_await(fetch, name):
    return await find_with_future(fetch, name)
