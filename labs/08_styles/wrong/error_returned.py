"""`find_with_await` returns the error where it should raise it.

Whoever awaits it is given the error as a value, takes it for a room, and no `except` of theirs ever
sees it. Catch nothing in `find_with_await`: what your `await` raises goes on, by itself, to whoever
awaits you.
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
    except Exception as error:
        return error
