"""The error is raised inside the callback: it is logged, and your Future stays empty for ever.

It is the loop that calls your callback, so it is the loop that gets what you raise there, and all
that it can do is log it. Nobody who awaits the Future is on the way. Give the error to the Future
instead of raising it: `future.set_exception(error)`.
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
            raise error
        future.set_result(body)

    find_with_callback(fetch, name, on_answer)
    return future


async def find_with_await(fetch, name):
    return await find_with_future(fetch, name)
