"""You wait for the answer with time.sleep, and so it can never come.

The answer comes by a callback, and it is the loop that calls it. While `time.sleep` holds the loop,
even in short pieces, no callback can run: you wait for the loop, and the loop waits for you. Write
`await find_with_future(fetch, name)`: it gives the loop away until the Future is filled.
"""

import asyncio
import time


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
    while not future.done():
        time.sleep(5)
    return future.result()
