"""Where there is an error, nobody is told: whoever asked waits for ever, in all three styles.

Not to call back is not the same as to say that there is nothing. A callback has to be called in
every case, with the body or with the error, and a Future has to be filled in every case. Write the
other half of the `if`: `callback(None, response.error)`, and for the Future
`future.set_exception(error)`.
"""

import asyncio


def find_with_callback(fetch, name, callback):
    def on_response(response):
        if response.error is None:
            callback(response.body, None)

    fetch(name, on_response)


def find_with_future(fetch, name):
    future = asyncio.Future()
    find_with_callback(fetch, name, lambda body, error: future.set_result(body))
    return future


async def find_with_await(fetch, name):
    return await find_with_future(fetch, name)
