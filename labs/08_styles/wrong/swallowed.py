"""`find_with_await` loses the error on its way: whoever awaits it is given None instead.

An `except` that only passes, or prints, swallows the error: the function goes on, and at its end it
returns None. You cannot know here what to do about a missing guest; the one who asked does. So
catch nothing: what your `await` raises goes on, by itself, to whoever awaits you.
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
    try:
        return await find_with_future(fetch, name)
    except Exception:
        pass
