"""`find_with_future` makes a Future and fills it, but does not return it.

A function without `return` returns None, and nobody can await None. Whoever is to wait for the
Future has to have it. Write `return future` as the last line: that line is reached at once, long
before the answer comes.
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


async def find_with_await(fetch, name):
    return await find_with_future(fetch, name)
