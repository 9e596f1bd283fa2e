"""Your Future is given the whole response as its result, even where there is an error.

`fetch(name, future.set_result)` looks neat, and does just that. But a response is an envelope, with
the body or the error inside. Give `fetch` a function of your own that looks inside: if there is an
error, `future.set_exception(response.error)`, else `future.set_result(response.body)`.
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
    fetch(name, future.set_result)
    return future


async def find_with_await(fetch, name):
    return await find_with_future(fetch, name)
