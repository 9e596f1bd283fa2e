"""One question in three styles: with a callback, with a Future, with await."""

import asyncio


def find_with_callback(fetch, name, callback):
    def on_response(response):
        if response.error != None:
            callback(None, response.error)
        else:
            callback(response.body, None)
    fetch(name, on_response)


def find_with_future(fetch, name):
    future = asyncio.Future()
    def on_response(response):
        if response.error != None:
            future.set_exception(response.error)
        else:
            future.set_result(response.body)
    fetch(name, on_response)
    return future


async def find_with_await(fetch, name):
    # the hint says it is really short :)
    body = find_with_future(fetch, name)
    return body
