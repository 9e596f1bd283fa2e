"""Your Future never hears of the error, so whoever awaits it waits for ever.

A Future made by hand has two ends, and you have to fill one of them in every case:
`future.set_result(body)` if all went well, `future.set_exception(error)` if not. Write the second
one too. The `await` on the other side then raises the error.
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
        if not error:
            future.set_result(body)

    find_with_callback(fetch, name, on_answer)
    return future


async def find_with_await(fetch, name):
    return await find_with_future(fetch, name)
