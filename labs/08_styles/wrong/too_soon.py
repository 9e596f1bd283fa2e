"""`find_with_await` asks the Future for its result too soon: there is none yet.

`future.result()` does not wait. Before the Future is filled it raises InvalidStateError ("Result is
not set."). Write `await future` instead of `future.result()`: that waits, and then returns the
result or raises the error.
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
    future = find_with_future(fetch, name)
    return future.result()
