"""One at a time works; where several ask at once, the answers go to the wrong ones, or to nobody.

All questions share one place for the Future, a variable of the module, say. The second question
puts its own Future there, and the first answer goes to that one. Make the Future inside
`find_with_future`, and inside it the callback that fills it: then each question has its own.
"""

import asyncio

future = None


def find_with_callback(fetch, name, callback):
    def on_response(response):
        if response.error:
            callback(None, response.error)
        else:
            callback(response.body, None)

    fetch(name, on_response)


def on_answer(body, error):
    if error:
        future.set_exception(error)
    else:
        future.set_result(body)


def find_with_future(fetch, name):
    global future
    future = asyncio.Future()
    find_with_callback(fetch, name, on_answer)
    return future


async def find_with_await(fetch, name):
    return await find_with_future(fetch, name)
