"""Where there is an error, your Future gets None as its result, as if all were well.

Your callback is given the body and the error, and only the body goes into the Future; where there
is an error, that body is None. Look at the error first. If there is one, write
`future.set_exception(error)`; only if not, `future.set_result(body)`.
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
        future.set_result(body)

    find_with_callback(fetch, name, on_answer)
    return future


async def find_with_await(fetch, name):
    return await find_with_future(fetch, name)
