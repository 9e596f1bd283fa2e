"""Your Future gets the page that says sorry as its result, as if it were a room.

With the callback you passed the error on; in the Future it is lost. A response has a body even
where there is an error. Look at the error first: if there is one, `future.set_exception(error)`;
only if not, `future.set_result(body)`.
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
    fetch(name, lambda response: future.set_result(response.body))
    return future


async def find_with_await(fetch, name):
    return await find_with_future(fetch, name)
