"""A callback is called with more or fewer arguments than it takes, so nobody is ever answered.

`fetch` calls back with one argument, the response. The callback that you were given takes two, the
body and the error, so `fetch(name, callback)` cannot work. The TypeError reaches nobody: the loop
logs it, and whoever asked waits for ever. Give `fetch` a function of your own that takes the
response alone, and in it call `callback(response.body, None)` or `callback(None, response.error)`.
"""

import asyncio


def find_with_callback(fetch, name, callback):
    fetch(name, callback)


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
