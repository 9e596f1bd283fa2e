"""The error comes back as if it were a result: nothing is raised.

`future.set_result(error)` gives the error to whoever awaits, as a value like any other, and their
`try`/`except` never sees it. Write `future.set_exception(error)`: then the `await` raises it.
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
            future.set_result(error)
        else:
            future.set_result(body)

    find_with_callback(fetch, name, on_answer)
    return future


async def find_with_await(fetch, name):
    return await find_with_future(fetch, name)
