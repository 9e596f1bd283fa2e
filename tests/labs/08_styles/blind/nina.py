"""One question in three styles: with a callback, with a Future, with await."""

import asyncio


def find_with_callback(fetch, name, callback):
    def on_response(response):
        callback(None if response.error else response.body, response.error)

    fetch(name, on_response)


def find_with_future(fetch, name):
    future = asyncio.Future()

    def on_answer(body, error):
        # no such guest: this is an exception
        if error:
            raise error
        future.set_result(body)

    find_with_callback(fetch, name, on_answer)
    return future


async def find_with_await(fetch, name):
    try:
        body = await find_with_future(fetch, name)
    except Exception as e:
        print("not found:", e)
        raise
    return body
